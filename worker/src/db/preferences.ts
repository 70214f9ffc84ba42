// A person's standing choices in D1.
import { NO_PREFERENCES, type Preferences } from '@trimtab/shared/me.ts';
import { eq, sql } from 'drizzle-orm';
import { orm, type Database } from './database.ts';
import { ownedBy } from './presets.ts';
import { preferences, presets } from './schema.ts';

export async function findPreferences(database: Database, owner: string): Promise<Preferences> {
  const { profiling, defaultPresetId } = preferences;
  const row = await orm(database)
    .select({ profiling, defaultPresetId })
    .from(preferences)
    .where(eq(preferences.owner, owner))
    .get();
  return row ?? NO_PREFERENCES;
}

/**
 * Saves all choices at once. The preset is looked up by its owner in the same statement, so that nobody's choice can
 * name a preset of another, or one that is just being deleted.
 *
 * @returns what was saved: `defaultPresetId` is null when the person has no such preset
 */
export async function savePreferences(
  database: Database,
  owner: string,
  { profiling, defaultPresetId }: Preferences,
  now: Date,
): Promise<Preferences> {
  const db = orm(database);
  const own = db
    .select({ id: presets.id })
    .from(presets)
    .where(ownedBy(owner, defaultPresetId ?? ''));
  const chosen = { profiling, defaultPresetId: sql<string | null>`${own}`, updatedAt: now };
  const [row] = await db
    .insert(preferences)
    .values({ owner, ...chosen })
    .onConflictDoUpdate({ target: preferences.owner, set: chosen })
    .returning({ profiling: preferences.profiling, defaultPresetId: preferences.defaultPresetId });
  return row ?? NO_PREFERENCES;
}
