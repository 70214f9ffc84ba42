// Everything that D1 holds about a person, gone at once.
import type { Database } from './database.ts';

/** One transaction: what is left of the person is the tombstone of their pseudonym, if they have one. */
export async function erasePerson(
  database: Database,
  { owner, pseudonym, now }: { owner: string; pseudonym: string | null; now: number },
): Promise<{ presets: number }> {
  const own = (table: string): D1PreparedStatement =>
    database.prepare(`delete from ${table} where owner = ?`).bind(owner);
  const byPseudonym =
    pseudonym === null
      ? []
      : [
          database
            .prepare('insert into tombstones values (?1, ?2) on conflict do update set erased_at = ?2')
            .bind(pseudonym, now),
          database.prepare('delete from event_receipts where person = ?').bind(pseudonym),
        ];
  // Preferences go first and presets last, so that each is counted where it is deleted.
  const results = await database.batch([
    ...byPseudonym,
    own('idempotent_answers'),
    own('preferences'),
    own('preset_revisions'),
    own('presets'),
  ]);
  return { presets: results.at(-1)?.meta.changes ?? 0 };
}
