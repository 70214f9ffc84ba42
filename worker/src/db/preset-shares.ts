// Links that share presets. Only the hash of a link's token is stored: who reads the table cannot follow the links.
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { ownedBy } from './presets.ts';
import { presets, type PresetRow } from './schema.ts';

/**
 * Shares a preset by a new link, or with null by none; an earlier link then leads nowhere.
 *
 * @returns false when the person has no such preset
 */
export async function setShareHash(
  database: D1Database,
  owner: string,
  id: string,
  shareHash: string | null,
): Promise<boolean> {
  const changed = await drizzle(database)
    .update(presets)
    .set({ shareHash })
    .where(ownedBy(owner, id))
    .returning({ id: presets.id });
  return changed.length === 1;
}

/** The one query of presets that names no owner: whoever has the token may read. */
export async function findSharedPreset(database: D1Database, shareHash: string): Promise<PresetRow | null> {
  return (
    (await drizzle(database).select().from(presets).where(eq(presets.shareHash, shareHash)).get()) ?? null
  );
}
