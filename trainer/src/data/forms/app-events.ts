// What apps sent, as `trimtab events` writes it, on top of the interactions of a source.
import { stat } from 'node:fs/promises';
import type { Database } from '../tables/duckdb.ts';
import { requirePresent } from '../errors.ts';
import { loadInteractions } from '../tables/interactions.ts';
import { openTableFile, requireColumn } from '../tables/table.ts';

/**
 * Adds the rows of `file` below those of the table `interactions`. A file of nothing adds nothing: no app may have sent
 * any yet.
 *
 * @throws DataError `missing-source`, `unknown-column` or `unreadable-row`
 */
export async function addAppEvents(db: Database, file: string): Promise<void> {
  await requirePresent(file);
  if ((await stat(file)).size === 0) return;
  const source = await openTableFile(db, file);
  const advice = '--events, a table as `trimtab events` writes it';
  const [user = '', item = '', time = ''] = ['user', 'item', 'time'].map((column) =>
    requireColumn(source, column, advice),
  );
  const rating = source.columns.find((column) => column === 'rating');
  await db.run('ALTER TABLE interactions RENAME TO given');
  await loadInteractions(db, source, { user, item, rating, time });
  await db.run(`UPDATE interactions SET row = row + (SELECT coalesce(max(row), 0) FROM given)`);
  await db.run('INSERT INTO given BY NAME SELECT * FROM interactions');
  await db.run('DROP TABLE interactions');
  await db.run('ALTER TABLE given RENAME TO interactions');
}
