// The text form that SASRec and its successors are evaluated on: `user item` a line, filtered and in order already.
import { DataError } from '../errors.ts';
import { findColumn } from '../tables/column-names.ts';
import type { Database } from '../tables/duckdb.ts';
import { loadInteractions, type LoadedSource } from '../tables/interactions.ts';
import { cell, createTable, openTable, type Table } from '../tables/table.ts';
import { describeBeside } from './companions.ts';
import type { Form } from './detect.ts';
import type { Separators } from './items.ts';
import { findFile } from './visible-files.ts';

/** Lines of two words with blanks or tabs between them, however many. */
async function openPairs(
  db: Database,
  files: readonly string[],
  columns: readonly [string, string],
): Promise<Table> {
  const lines = await openTable(db, files, { delimiter: '\u0001', columns: ['line'] });
  const parts = lines.parts.map((part) => {
    const cells = [1, 2].map((n) => `string_split_regex(trim(c0), '\\s+')[${n}]`);
    return { ...part, columns, cells, order: [0, 1] };
  });
  return { ...lines, columns, named: true, parts };
}

/**
 * Loads pairs of user and item. Where sas_to_original_items.txt and …_users.txt lie beside it, ids are mapped back, so that titles fit. A table of
 * the same interactions in the same order (interactions.csv) lends its times, if every row agrees.
 */
export async function loadSasRec(
  db: Database,
  form: Form,
  { items, separators }: { items?: string | undefined; separators?: Separators | undefined } = {},
): Promise<LoadedSource> {
  const source = await openPairs(db, form.files, ['user', 'item']);
  await loadInteractions(db, source, { user: 0, item: 1 });
  await mapBack(db, form.folder, 'user', 'sas_to_original_users.txt');
  await mapBack(db, form.folder, 'item', 'sas_to_original_items.txt');
  const times = await borrowTimes(db, form.folder);
  const described = await describeBeside(db, form, { items, separators });
  const notes = ['lines of a user and an item, oldest first', times, ...described.notes];
  return { file: source.file, order: 'row', kCore: 1, ...described, notes };
}

async function mapBack(db: Database, folder: string, column: 'user' | 'item', map: string): Promise<void> {
  const file = await findFile(folder, map);
  if (file === null) return;
  await createTable(db, 'ids', await openPairs(db, [file], ['id', 'original']), { id: 'c0', original: 'c1' });
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

/** @returns a line that says whether there are times */
async function borrowTimes(db: Database, folder: string): Promise<string> {
  const file = await findFile(folder, 'interactions.csv');
  if (file === null) return 'no times: the order of rows counts';
  const source = await openTable(db, [file]);
  const [user, item, time] = (['user', 'item', 'time'] as const).map((role) => findColumn(source, role));
  if (user === undefined || item === undefined || time === undefined) return 'interactions.csv names no user, item and time, and lends none'; // prettier-ignore
  await createTable(db, 'timed', source, { user: cell(user), item: cell(item), time: cell(time) });
  const seconds = 'TRY_CAST(t.time AS DOUBLE)';
  const [match] = await db.rows(`SELECT
    (SELECT count(*) FROM interactions) AS wanted, (SELECT count(*) FROM timed) AS offered,
    count(*) AS agreed FROM interactions i JOIN timed t ON i.row = t.rowid + 1
    WHERE i."user" = t."user" AND i.item = t.item AND ${seconds} IS NOT NULL`);
  if (match?.['agreed'] !== match?.['wanted'] || match?.['offered'] !== match?.['wanted']) {
    return 'interactions.csv holds other rows, and lends no times: the order of rows counts';
  }
  await db.run(`UPDATE interactions SET time = ${seconds} FROM timed t WHERE t.rowid + 1 = interactions.row`);
  return 'times from interactions.csv';
}
