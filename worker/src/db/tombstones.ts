// Pseudonyms of people who were erased, and when. Nothing else is left of them here.
import { sql } from 'drizzle-orm';
import { orm, type Database } from './database.ts';
import { tombstones } from './schema.ts';

/** @returns pseudonym → time of the erasure in ms, for those of `people` that were erased */
export async function findErasures(
  database: Database,
  people: readonly string[],
): Promise<Map<string, number>> {
  const rows = await orm(database)
    .select()
    .from(tombstones)
    .where(sql`${tombstones.person} in (select value from json_each(${JSON.stringify(people)}))`);
  return new Map(rows.map(({ person, erasedAt }) => [person, erasedAt.getTime()]));
}

/** @param at milliseconds since 1970 */
export async function noteErasure(database: Database, person: string, at: number): Promise<void> {
  await database
    .prepare('insert into tombstones values (?, ?) on conflict do nothing')
    .bind(person, at)
    .run();
}
