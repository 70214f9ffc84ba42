// What people's presets ask for, read from D1 by a job that sees neither owners nor names: only wishes, and how many presets
// hold just these.
import type { PresetWishes } from '@trimtab/shared/survival.ts';
import { z } from 'zod';
import { KeyError } from '../keys/key-error.ts';
import type { KeyDatabase } from '../keys/key-database.ts';

const SQL =
  'SELECT model_version, concepts, wishes, COUNT(*) AS presets FROM presets GROUP BY model_version, concepts, wishes';

const record = z.record(z.string(), z.unknown());
const rowSchema = z.object({
  model_version: z.string(),
  concepts: z.string().transform((text) => record.parse(JSON.parse(text))),
  wishes: z
    .string()
    .nullable()
    .transform((text) => (text === null ? {} : record.parse(JSON.parse(text)))),
  presets: z.int().positive(),
});

/** @returns null where the database has no table of presets yet */
export async function presetsInUse(database: KeyDatabase): Promise<PresetWishes | null> {
  const rows = await database.query(SQL).catch((error: unknown) => {
    if (error instanceof KeyError && error.code === 'not-migrated') return null;
    throw error;
  });
  if (rows === null) return null;
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ model_version: modelVersion, concepts, wishes, presets }) => ({
      modelVersion,
      concepts: { ...concepts, ...wishes },
      presets,
    }));
}

/** Ids of the concepts that any preset names; null where nothing is known of presets, or there is none. */
export function conceptsUsed(presets: PresetWishes | null): ReadonlySet<string> | null {
  const ids = (presets ?? []).flatMap(({ concepts }) => Object.keys(concepts));
  return ids.length === 0 ? null : new Set(ids);
}
