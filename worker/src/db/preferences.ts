// A person's standing choices in D1.
import { NO_PREFERENCES, type Preferences, type PreferencesInput } from '@trimtab/shared/me.ts';
import { and, eq, exists, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { orm, type Database } from './database.ts';
import { hasNotEnded, ownedBy } from './own-presets.ts';
import { preferences, presets, type PresetRow } from './schema.ts';

const chosen = alias(presets, 'chosen');
const former = alias(presets, 'former');

/** The choices as they hold now: a default that has ended or is gone gives way to the one before it. */
export async function findPreferences(database: Database, owner: string): Promise<Preferences> {
  const row = await orm(database)
    .select({
      profiling: preferences.profiling,
      chosen: { id: chosen.id, expiresAt: chosen.expiresAt },
      former: { id: former.id, expiresAt: former.expiresAt },
    })
    .from(preferences)
    .leftJoin(chosen, and(eq(chosen.id, preferences.defaultPresetId), hasNotEnded(chosen)))
    .leftJoin(former, and(eq(former.id, preferences.formerDefaultId), hasNotEnded(former)))
    .where(eq(preferences.owner, owner))
    .get();
  if (row === undefined) return NO_PREFERENCES;
  const { profiling, chosen: now, former: before } = row;
  return {
    profiling,
    defaultPresetId: now?.id ?? before?.id ?? null,
    nextDefaultPresetId: before !== null && endsBefore(now, before) ? before.id : null,
  };
}

type Ending = Pick<PresetRow, 'id' | 'expiresAt'>;

/** Tells whether a preset ends by itself while another is still there. */
const endsBefore = (one: Ending | null, other: Ending): boolean =>
  one !== null && one.expiresAt !== null && (other.expiresAt === null || other.expiresAt > one.expiresAt);

/**
 * Saves all choices at once. The preset is looked up by its owner in the same statement, so that nobody's choice can
 * name a preset of another, or one that is just being deleted.
 *
 * @returns what holds now: `defaultPresetId` is null when the person has no such preset
 */
export async function savePreferences(
  database: Database,
  owner: string,
  { profiling, defaultPresetId }: PreferencesInput,
  now: Date,
): Promise<Preferences> {
  const db = orm(database);
  const own = db
    .select({ id: presets.id })
    .from(presets)
    .where(ownedBy(owner, defaultPresetId ?? ''));
  const choice = { profiling, defaultPresetId: sql<string | null>`${own}`, updatedAt: now };
  const formerDefaultId = formerOf(database, owner, defaultPresetId ?? '');
  await db
    .insert(preferences)
    .values({ owner, ...choice })
    .onConflictDoUpdate({ target: preferences.owner, set: { ...choice, formerDefaultId } });
  return findPreferences(database, owner);
}

/**
 * The default that a choice which ends gives back to: the one for good that it takes the place of, or that the one
 * before it took the place of. A choice for good gives back to none.
 */
function formerOf(database: Database, owner: string, chosenId: string): SQL<string | null> {
  const db = orm(database);
  const ids = db.select({ id: presets.id }).from(presets);
  const ending = db
    .select({ id: presets.id })
    .from(presets)
    .where(and(ownedBy(owner, chosenId), isNotNull(presets.expiresAt)));
  const forGood = ids.where(and(eq(presets.id, preferences.defaultPresetId), isNull(presets.expiresAt)));
  const other = sql`nullif(${preferences.formerDefaultId}, ${chosenId})`;
  return sql`case when exists ${ending} then coalesce(${forGood}, ${other}) end`;
}

/** A default that has no end any more gives back to none. For the transaction that may take the end away. */
export function keepForGood(database: Database, owner: string, presetId: string) {
  const db = orm(database);
  const endless = db
    .select({ id: presets.id })
    .from(presets)
    .where(and(eq(presets.id, presetId), isNull(presets.expiresAt)));
  const isDefault = and(eq(preferences.owner, owner), eq(preferences.defaultPresetId, presetId));
  return db
    .update(preferences)
    .set({ formerDefaultId: null })
    .where(and(isDefault, exists(endless)));
}
