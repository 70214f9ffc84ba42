// Changes to a preset that exists, made to the revision that the caller names.
import type { PresetInput } from '@trimtab/shared/presets.ts';
import type { Writing } from '../app-env.ts';
import type { Database } from '../db/database.ts';
import { deletePreset, findPreset, updatePreset, wishesIn } from '../db/presets.ts';
import type { PresetRow } from '../db/schema.ts';
import { Problem } from '../problem.ts';
import type { LoadedModel } from '../served.ts';
import { refuseUnknownConcepts } from './known-concepts.ts';
import { changedMeanwhile, demandRevision, matches, refuseOtherRevision } from './revision-guard.ts';

/** Tries, where somebody else was faster and the header allows the newer revision as well. */
const TRIES = 5;

interface Removal extends Pick<Writing, 'mayBeDone'> {
  owner: string;
  id: string;
  /** The header, which was validated. */
  ifMatch: string | undefined;
}

interface Change extends Removal {
  input: PresetInput;
  model: LoadedModel;
  now: Date;
}

/** @throws Problem `preset-not-found`, for another's preset too */
export async function ownPreset(database: Database, owner: string, id: string): Promise<PresetRow> {
  return (await findPreset(database, owner, id)) ?? presetNotFound(id);
}

export function presetNotFound(id: string): never {
  throw new Problem('preset-not-found', `You have no preset ${id}.`);
}

/**
 * @returns the preset as it is now
 * @throws Problem `preset-not-found`, `revision-required`, `preset-changed` or `unknown-concept`
 */
export async function changePreset(database: Database, change: Change): Promise<PresetRow> {
  const { owner, id, ifMatch, input, model, mayBeDone, now } = change;
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await ownPreset(database, owner, id);
    if (mayBeDone && ifMatch !== undefined && isAlready(before, input, ifMatch)) return before;
    demandRevision(ifMatch, before);
    refuseUnknownConcepts(input.concepts, model, wishesIn(before));
    const { revision } = before;
    const { modelVersion } = model.manifest;
    const row = await updatePreset(database, { owner, id, revision, input, modelVersion, now });
    if (row !== null) return row;
  }
  throw changedMeanwhile();
}

/** RFC 9110, 13.1.1: who repeats a change that was made, to the revision before it, is not in conflict with themselves. */
function isAlready(before: PresetRow, input: PresetInput, ifMatch: string): boolean {
  const { revision, name } = before;
  const wasNamed = matches(ifMatch, { revision: revision - 1 });
  return wasNamed && name === input.name && contentOf(wishesIn(before)) === contentOf(input.concepts);
}

const contentOf = (concepts: PresetInput['concepts']): string =>
  JSON.stringify(Object.entries(concepts).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** @throws Problem `preset-not-found` or `preset-changed` */
export async function removePreset(
  database: Database,
  { owner, id, ifMatch, mayBeDone }: Removal,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await findPreset(database, owner, id);
    if (before === null && mayBeDone) return;
    if (before === null) presetNotFound(id);
    refuseOtherRevision(ifMatch, before);
    const revision = ifMatch === undefined ? undefined : before.revision;
    if (await deletePreset(database, owner, id, revision)) return;
  }
  throw changedMeanwhile();
}
