// Any files of rows as one DuckDB table of words: delimited text, Parquet or NDJSON, with faults placed in their file.
import { name, type Database } from './duckdb.ts';
import { tmpdir } from 'node:os';
import { fileProblem } from '../../files/file-problem.ts';
import { DataError, faultOf, withFile } from '../errors.ts';
import type { NamedColumns } from './column-names.ts';
import { openPart, type Layout, type Part } from './part.ts';
import { nthRecord } from './text-lines.ts';

/** Rows of one file, or of several that hold the same columns. */
export interface Table extends NamedColumns {
  parts: readonly Part[];
  /** Types of columns where the file names them (`token_seq`). */
  types: readonly string[] | null;
  /** The first rows, cell by cell, of delimited text. */
  sample: readonly (readonly string[])[];
}

/** Columns wanted under new names, as expressions over the table's columns `c0`, `c1`, …, all of which are VARCHAR. */
export type Selection = Record<string, string>;

/** The column at a place, in a selection. */
export const cell = (place: number | undefined): string => (place === undefined ? 'NULL' : `c${place}`);

/**
 * @param layout what the columns are where no header says it
 * @throws DataError `missing-source`, `unreadable-file`, or `unknown-column` where the files do not hold the same columns
 */
export async function openTable(db: Database, files: readonly string[], layout?: Layout): Promise<Table> {
  const parts: Part[] = [];
  for (const file of files) parts.push(await withFile(file, () => openPart(db, file, layout)));
  const [first] = parts;
  if (first === undefined) throw new RangeError('a table needs a file');
  const columns = columnsOf(parts);
  return {
    file: first.file,
    columns,
    named: first.named,
    types: first.types,
    sample: first.sample,
    parts: parts.map((part) => ({ ...part, order: orderOf(part, first, columns) })),
  };
}

/** Of NDJSON the keys of all parts, since one may be rare; of the others the columns of the first. */
function columnsOf(parts: readonly Part[]): string[] {
  const [first] = parts;
  if (first?.form !== 'ndjson') return [...(first?.columns ?? [])];
  return [...new Set(parts.flatMap((part) => part.columns))];
}

/** For each column of the table the part's own; -1 where NDJSON has no such key. */
function orderOf(part: Part, first: Part, columns: readonly string[]): number[] {
  if (part === first) return columns.map((column, place) => (place < part.columns.length ? place : part.columns.indexOf(column))); // prettier-ignore
  const same = part.columns.length === columns.length;
  if (!part.named && !first.named && same) return columns.map((_, place) => place);
  const left = part.columns.map((column) => column);
  const order = columns.map((column) => {
    const place = left.indexOf(column);
    if (place >= 0) left[place] = '\0'; // a name that comes twice stands for two columns
    return place;
  });
  if (part.form === 'ndjson' || (part.named && first.named && !order.includes(-1))) return order;
  throw new DataError('unknown-column', {
    file: part.file,
    problem: `has other columns (${part.columns.join(', ')}) than ${first.file}, which it is read with`,
    expected: columns.join(', '),
    advice: 'Name one of the files from a folder of its own, or give all of them the same columns',
  });
}

/** The places of a created table's rows in their files. */
export interface Rows {
  /** @param row 1 for the first row of data, through all files */
  fault(row: number, expected: string, more?: { problem?: string; advice?: string }): Promise<DataError>;
}

/**
 * Makes a table of the selected columns. Its `rowid` is the place of a row in the files, 0 for the first row of data:
 * DuckDB keeps the order of what it inserts, and reads in parallel as long as nobody has it count rows on the way.
 *
 * @throws DataError `unreadable-row` with the line where a row has the wrong number of cells or cannot be decoded
 */
export async function createTable(
  db: Database,
  table: string,
  source: Table,
  selection: Selection,
): Promise<Rows> {
  const selected = Object.entries(selection).map(
    ([as, expression]) => `(${expression})::VARCHAR AS ${name(as)}`,
  );
  const ends: number[] = [];
  for (const [n, part] of source.parts.entries()) {
    const columns = part.order.map((place, at) => `${place < 0 ? 'NULL' : part.cells[place]} AS c${at}`);
    const rows = `SELECT ${selected.join(', ')} FROM (SELECT ${columns.join(', ')} FROM ${part.relation})`;
    const create = `CREATE OR REPLACE TABLE ${name(table)} AS ${rows}`;
    await readPart(db, part, n === 0 ? create : `INSERT INTO ${name(table)} ${rows}`);
    const [count] = await db.rows(`SELECT count(*) AS n FROM ${name(table)}`);
    ends.push(Number(count?.['n']));
  }
  return rowsIn(source, ends);
}

async function readPart(db: Database, part: Part, sql: string): Promise<void> {
  try {
    await db.run(sql);
  } catch (cause) {
    if (fileProblem(cause) !== null) throw faultOf(tmpdir(), cause); // DuckDB puts there what memory cannot hold
    throw await withFile(part.file, () => part.explain(cause));
  }
  if (part.form !== 'delimited') return;
  const [reject] = await db.rows('SELECT line, error_message FROM reject_errors ORDER BY line LIMIT 1');
  await db.run('DELETE FROM reject_errors; DELETE FROM reject_scans');
  if (reject === undefined) return;
  throw new DataError('unreadable-row', {
    file: part.file,
    row: Number(reject['line']),
    problem: `cannot be read (${String(reject['error_message']).split('\n', 1).join('')})`,
    expected: `${part.columns.length} cells: ${part.columns.join(', ')}`,
    advice: 'Correct or remove this row',
  });
}

function rowsIn(source: Table, ends: readonly number[]): Rows {
  const find = (row: number): { part: Part; own: number } => {
    const found = ends.findIndex((end) => row <= end);
    const n = found < 0 ? ends.length - 1 : found;
    return { part: source.parts[n] as Part, own: row - (n === 0 ? 0 : (ends[n - 1] as number)) };
  };
  return {
    async fault(row, expected, { problem = 'cannot be read', advice = 'Correct or remove this row' } = {}) {
      const { part, own } = find(row);
      const { row: line, text: words } = await lineOf(part, own);
      const shown = words === undefined ? '' : `: ${JSON.stringify(words.slice(0, 120))}`;
      const place = { file: part.file, row: line };
      return new DataError('unreadable-row', { ...place, problem: `${problem}${shown}`, expected, advice });
    },
  };
}

/** Where the n-th row of data of a file stands, and what it says; Parquet has no lines. */
async function lineOf(part: Part, own: number): Promise<{ row: number; text?: string }> {
  const found = part.text === null ? null : await nthRecord(part.text.path, own, part.text);
  return found === null ? { row: own } : { row: found.line, text: found.text };
}

/** The rows of a small table in the order of its file, with their `row`: 1 for the first row of data. */
export const numberedRows = (db: Database, table: string): Promise<Record<string, unknown>[]> =>
  db.rows(`SELECT rowid + 1 AS row, * FROM ${name(table)} ORDER BY rowid`);
