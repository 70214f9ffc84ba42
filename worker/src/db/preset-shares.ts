// Links that share presets. Only the hash of a link's token is stored: who reads the table cannot follow the links.
import { and, eq } from 'drizzle-orm';
import { orm, type Database } from './database.ts';
import { hasNotEnded, ownedBy } from './own-presets.ts';
import { presets, type PresetRow } from './schema.ts';

/**
 * Shares a preset by a new link, or with null by none; an earlier link then leads nowhere.
 *
 * @returns false when the person has no such preset
 */
export async function setShareHash(
  database: Database,
  owner: string,
  id: string,
  shareHash: string | null,
): Promise<boolean> {
  const changed = await orm(database)
    .update(presets)
    .set({ shareHash })
    .where(ownedBy(owner, id))
    .returning({ id: presets.id });
  return changed.length === 1;
}

/** The one query of presets that names no owner: whoever has the token may read. */
export async function findSharedPreset(database: Database, shareHash: string): Promise<PresetRow | null> {
  const isShared = and(eq(presets.shareHash, shareHash), hasNotEnded());
  return (await orm(database).select().from(presets).where(isShared).get()) ?? null;
}
