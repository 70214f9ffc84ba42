// The text form that SASRec and its successors are evaluated on: `user item` a line, filtered and in order already.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findFile, type Form } from './detect.ts';
import type { Database } from '../tables/duckdb.ts';
import { DataError } from '../errors.ts';
import { describeMovies } from './movielens.ts';
import { loadInteractions, type LoadedSource } from '../tables/interactions.ts';
import { createTable, openTableFile, type DelimitedFile } from '../tables/table.ts';

const pairsOf = (file: string, columns: string[]): DelimitedFile => ({
  form: 'delimited',
  file,
  delimiter: ' ',
  header: false,
  columns,
  quoted: false,
  encoding: 'utf-8',
});

/**
 * Where sas_to_original_items.txt and …_users.txt lie beside it, ids are mapped back, so that titles fit. A table of
 * the same interactions in the same order (interactions.csv) lends its times, if every row agrees.
 */
export async function loadSasRec(db: Database, { file, folder }: Form): Promise<LoadedSource> {
  await loadInteractions(db, pairsOf(file, ['user', 'item']), { user: 'user', item: 'item' });
  await mapBack(db, folder, 'user', 'sas_to_original_users.txt');
  await mapBack(db, folder, 'item', 'sas_to_original_items.txt');
  await borrowTimes(db, folder);
  return { file, order: 'row', kCore: 1, descriptions: await describeMovies(db, folder) };
}

async function mapBack(db: Database, folder: string, column: 'user' | 'item', map: string): Promise<void> {
  const file = await findFile(folder, map);
  if (file === null) return;
  await createTable(db, 'ids', pairsOf(file, ['id', 'original']), { id: 'id', original: 'original' });
  const [unknown] = await db.rows(
    `SELECT min("${column}") AS id FROM interactions WHERE "${column}" NOT IN (SELECT id FROM ids)`,
  );
  if (typeof unknown?.['id'] === 'string') {
    throw new DataError('unreadable-file', {
      file,
      problem: `has no line for ${column} ${unknown['id']}`,
      expected: `every ${column} of the interactions, each with its original id`,
      advice: 'Take the file that belongs to these interactions, or remove it to use the ids as they are',
    });
  }
  await db.run(
    `UPDATE interactions SET "${column}" = original FROM ids WHERE ids.id = interactions."${column}"`,
  );
}

async function borrowTimes(db: Database, folder: string): Promise<void> {
  const name = (await readdir(folder)).find((entry) => /^interactions\.csv(\.gz)?$/.test(entry));
  if (name === undefined) return;
  const source = await openTableFile(db, join(folder, name));
  const wanted = ['userId', 'movieId', 'timestamp'];
  if (!wanted.every((column) => source.columns.includes(column))) return;
  const selection = { user: '"userId"', item: '"movieId"', time: 'TRY_CAST("timestamp" AS DOUBLE)' };
  await createTable(db, 'timed', source, selection);
  const [match] = await db.rows(`SELECT
    (SELECT count(*) FROM interactions) AS wanted, (SELECT count(*) FROM timed) AS offered,
    count(*) AS agreed FROM interactions i JOIN timed t ON i.row = t.rowid + 1
    WHERE i."user" = t."user" AND i.item = t.item AND t.time IS NOT NULL`);
  if (match?.['agreed'] !== match?.['wanted'] || match?.['offered'] !== match?.['wanted']) return;
  await db.run(
    'UPDATE interactions SET time = timed.time FROM timed WHERE timed.rowid + 1 = interactions.row',
  );
}
