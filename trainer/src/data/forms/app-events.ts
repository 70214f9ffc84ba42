// What apps sent, as `trimtab events` writes it, on top of the interactions of a source.
import { stat } from 'node:fs/promises';
import type { Database } from '../tables/duckdb.ts';
import { DataError, requirePresent } from '../errors.ts';
import { chosenColumn } from '../tables/column-names.ts';
import { loadInteractions } from '../tables/interactions.ts';
import { openTable } from '../tables/table.ts';

const ADVICE = '--events, a table as `trimtab events` writes it';

/** Where hardly any item that apps sent is one of the source, the two have other names for the same things. */
const LEAST_SHARED = 0.1;

/**
 * Adds the rows of `file` below those of the table `interactions`. A file of nothing adds nothing: no app may have sent
 * any yet.
 *
 * @returns the row of the table from which on its rows stand, and how many they are
 * @throws DataError `missing-source`, `unknown-column`, `unreadable-row`, `unjoined-items`
 */
export async function addAppEvents(
  db: Database,
  file: string,
  { minRating, unjoined = false }: { minRating?: number | undefined; unjoined?: boolean | undefined } = {},
): Promise<{ after: number; count: number }> {
  await requirePresent(file);
  const [given] = await db.rows('SELECT coalesce(max(row), 0) AS n FROM interactions');
  const after = Number(given?.['n']);
  if ((await stat(file)).size === 0) return { after, count: 0 };
  const source = await openTable(db, [file]);
  const [user, item, time] = [chosenColumn(source, 'user', ADVICE), chosenColumn(source, 'item', ADVICE), chosenColumn(source, 'time', ADVICE)]; // prettier-ignore
  const rated = source.columns.indexOf('rating');
  const rating = minRating === undefined || rated < 0 ? undefined : rated;
  await db.run('ALTER TABLE interactions RENAME TO given');
  await loadInteractions(db, source, { user, item, rating, time });
  if (!unjoined) await refuseStrangers(db, file);
  const [count] = await db.rows('SELECT count(*) AS n FROM interactions');
  await db.run(`UPDATE interactions SET row = row + ${after}`);
  await db.run('INSERT INTO given BY NAME SELECT * FROM interactions');
  await db.run('DROP TABLE interactions');
  await db.run('ALTER TABLE given RENAME TO interactions');
  return { after, count: Number(count?.['n']) };
}

async function refuseStrangers(db: Database, file: string): Promise<void> {
  const known = 'item IN (SELECT item FROM given)';
  const [shared] =
    await db.rows(`SELECT count(DISTINCT item) AS all, count(DISTINCT item) FILTER (${known}) AS known,
    min(item) FILTER (NOT ${known}) AS stranger, (SELECT min(item) FROM given) AS ours FROM interactions`);
  const [all, found] = [Number(shared?.['all']), Number(shared?.['known'])];
  if (found >= LEAST_SHARED * all) return;
  throw new DataError('unjoined-items', {
    file,
    problem: `${found} of its ${all} items are items of the data: "${String(shared?.['stranger'])}" here, "${String(shared?.['ours'])}" there`,
    expected: 'the same ids for the same items',
    advice: 'Bring both to the same ids, or set data.unjoined=true if they are other items',
  });
}
