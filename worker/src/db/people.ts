// Everything that D1 holds about a person, gone at once.
import type { Database } from './database.ts';

interface Erasure {
  owner: string;
  /** Name of their marks and, where events are taken, of their events. */
  person: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** One transaction: what is left of the person is the tombstone of their pseudonym. */
export async function erasePerson(
  database: Database,
  { owner, person, now }: Erasure,
): Promise<{ presets: number }> {
  const own = (table: string): D1PreparedStatement =>
    database.prepare(`delete from ${table} where owner = ?`).bind(owner);
  // Preferences go first and presets last, so that each is counted where it is deleted.
  const results = await database.batch([
    database
      .prepare('insert into tombstones values (?1, ?2) on conflict do update set erased_at = ?2')
      .bind(person, now),
    database.prepare('delete from event_receipts where person = ?').bind(person),
    own('idempotent_answers'),
    own('preferences'),
    own('preset_revisions'),
    own('presets'),
  ]);
  return { presets: results.at(-1)?.meta.changes ?? 0 };
}

/** Everybody of whom something is held. */
export async function ownersOf(database: Database): Promise<string[]> {
  const { results } = await database
    .prepare(
      'select owner from presets union select owner from preferences union select owner from idempotent_answers',
    )
    .all<{ owner: string }>();
  return results.map(({ owner }) => owner);
}

/** Deletes what a person had until a time, and leaves what they have made since. @param until milliseconds since 1970 */
export async function eraseOlder(database: Database, owner: string, until: number): Promise<void> {
  const older = (table: string, column: string): D1PreparedStatement =>
    database.prepare(`delete from ${table} where owner = ? and ${column} <= ?`).bind(owner, until);
  await database.batch([
    older('idempotent_answers', 'created_at'),
    older('preferences', 'updated_at'),
    older('preset_revisions', 'updated_at'),
    older('presets', 'updated_at'),
  ]);
}
