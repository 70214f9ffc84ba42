// A new preset of a person: from what they typed, from one they copy, or from a file.
import { PRESETS_PER_PERSON, type PresetInput } from '@trimtab/shared/presets.ts';
import type { Writing } from '../app-env.ts';
import type { Database } from '../db/database.ts';
import { findPresets, insertPresets, storedWishes, timeOf } from '../db/presets.ts';
import type { PresetRow } from '../db/schema.ts';
import { Problem } from '../problem.ts';

interface Making {
  id: string;
  owner: string;
  /** Milliseconds since 1970. */
  now: number;
}

type Content = PresetInput & { modelVersion: string };

export function newPreset(
  { name, concepts, modelVersion, expiresAt }: Content,
  { id, owner, now }: Making,
): PresetRow {
  const at = new Date(now);
  return {
    id,
    owner,
    name,
    ...storedWishes(concepts),
    modelVersion,
    revision: 1,
    createdAt: at,
    updatedAt: at,
    shareHash: null,
    expiresAt: timeOf(expiresAt),
  };
}

/**
 * Saves all of them or none. What an earlier sending of the same request saved is saved already.
 *
 * @returns the presets as they are saved
 * @throws Problem `preset-limit-reached`
 */
export async function savePresets(
  database: Database,
  { owner, mayBeDone }: { owner: string } & Pick<Writing, 'mayBeDone'>,
  rows: readonly PresetRow[],
): Promise<readonly PresetRow[]> {
  if (mayBeDone) {
    const ids = rows.map(({ id }) => id);
    const saved = await findPresets(database, owner, ids);
    if (saved.length === ids.length) return saved;
  }
  if (await insertPresets(database, owner, rows)) return rows;
  throw new Problem(
    'preset-limit-reached',
    `A person can have ${PRESETS_PER_PERSON} presets; delete some first.`,
  );
}

/** Saves one. @throws Problem `preset-limit-reached` */
export async function savePreset(
  database: Database,
  writer: Parameters<typeof savePresets>[1],
  row: PresetRow,
): Promise<PresetRow> {
  const [saved = row] = await savePresets(database, writer, [row]);
  return saved;
}
