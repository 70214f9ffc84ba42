// A new preset of a person: from what they typed, from one they copy, or from a file.
import { PRESETS_PER_PERSON, type PresetInput } from '@trimtab/shared/presets.ts';
import { insertPresets } from '../db/presets.ts';
import type { PresetRow } from '../db/schema.ts';
import { Problem } from '../problem.ts';

interface Making {
  owner: string;
  /** Milliseconds since 1970. */
  now: number;
}

type Content = PresetInput & { modelVersion: string };

export function newPreset({ name, concepts, modelVersion }: Content, { owner, now }: Making): PresetRow {
  const at = new Date(now);
  return {
    id: crypto.randomUUID(),
    owner,
    name,
    concepts,
    modelVersion,
    revision: 1,
    createdAt: at,
    updatedAt: at,
    shareHash: null,
  };
}

/**
 * Saves all of them or none.
 *
 * @throws Problem `preset-limit-reached`
 */
export async function savePresets(
  database: D1Database,
  owner: string,
  rows: readonly PresetRow[],
): Promise<void> {
  if (await insertPresets(database, owner, rows)) return;
  throw new Problem(
    'preset-limit-reached',
    `A person can have ${PRESETS_PER_PERSON} presets; delete some first.`,
  );
}
