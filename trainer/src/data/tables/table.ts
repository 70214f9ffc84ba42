// Any file of rows as a DuckDB table of words: delimited text, Parquet or NDJSON, with faults located in the file.
import { name, text, type Database } from './duckdb.ts';
import { DataError, requirePresent } from '../errors.ts';
import { firstLine, linesOf, nthLine, type Encoding } from './text-file.ts';

export interface DelimitedFile {
  form: 'delimited';
  file: string;
  delimiter: string;
  /** Whether the first line names the columns. */
  header: boolean;
  columns: string[];
  /** Whether double quotes enclose cells, as in CSV. */
  quoted: boolean;
  encoding: Encoding;
}

export interface StructuredFile {
  form: 'parquet' | 'ndjson';
  file: string;
  columns: string[];
}

export type TableFile = DelimitedFile | StructuredFile;

/** Columns wanted under new names, as expressions over the file's columns, all of which are VARCHAR. */
export type Selection = Record<string, string>;

/**
 * Makes a table of the selected columns. Its `rowid` is the place of a row in the file, 0 for the first row of data:
 * DuckDB keeps the order of what it inserts, and reads in parallel as long as nobody has it count rows on the way.
 *
 * @throws DataError `unreadable-row` with the line where a row has the wrong number of cells or cannot be decoded
 */
export async function createTable(
  db: Database,
  table: string,
  source: TableFile,
  selection: Selection,
): Promise<void> {
  const selected = Object.entries(selection).map(([as, expression]) => `${expression} AS ${name(as)}`);
  const sql = `CREATE OR REPLACE TABLE ${name(table)} AS SELECT ${selected.join(', ')} FROM ${relationOf(source)}`;
  try {
    await db.run(sql);
  } catch (cause) {
    throw await unreadable(source.file, cause);
  }
  if (source.form === 'delimited') await refuseRejected(db, source);
}

/**
 * The column names of a file whose first row, or whose own schema, states them.
 *
 * @throws DataError `missing-source` or `unreadable-file`
 */
export async function openTableFile(db: Database, file: string): Promise<TableFile> {
  await requirePresent(file);
  const plain = file.replace(/\.gz$/, '');
  const form = plain.endsWith('.parquet')
    ? 'parquet'
    : /\.(ndjson|jsonl|json)$/.test(plain)
      ? 'ndjson'
      : null;
  if (form === null) return openDelimited(file);
  try {
    const reader = form === 'parquet' ? 'read_parquet' : 'read_ndjson_auto';
    const columns = await db.rows(`DESCRIBE SELECT * FROM ${reader}(${text(file)})`);
    return { form, file, columns: columns.map((column) => String(column['column_name'])) };
  } catch (cause) {
    throw await unreadable(file, cause);
  }
}

async function openDelimited(file: string): Promise<DelimitedFile> {
  const header = await firstLine(file);
  const count = (mark: string): number => header.split(mark).length;
  const delimiter = [',', '\t', ';', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  const columns = header.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return { form: 'delimited', file, delimiter, header: true, columns, quoted: true, encoding: 'utf-8' };
}

function relationOf(source: TableFile): string {
  if (source.form === 'delimited') return delimitedRelation(source);
  const cast = source.columns.map((column) => `CAST(${name(column)} AS VARCHAR) AS ${name(column)}`);
  if (source.form === 'parquet') return `(SELECT ${cast.join(', ')} FROM read_parquet(${text(source.file)}))`;
  const columns = source.columns.map((column) => `${text(column)}: 'VARCHAR'`);
  return `read_json(${text(source.file)}, format = 'newline_delimited', columns = {${columns.join(', ')}})`;
}

function delimitedRelation({ file, delimiter, header, columns, quoted, encoding }: DelimitedFile): string {
  const quote = quoted ? `'"'` : `''`;
  const types = columns.map((column) => `${text(column)}: 'VARCHAR'`);
  return `read_csv(${text(file)}, auto_detect = false, delim = ${text(delimiter)}, header = ${header},
    quote = ${quote}, escape = ${quote}, encoding = '${encoding}', columns = {${types.join(', ')}},
    store_rejects = true, rejects_limit = 1)`;
}

/** DuckDB keeps the rows it could not split; the first one is the error. */
async function refuseRejected(db: Database, { file, columns }: DelimitedFile): Promise<void> {
  const [reject] = await db.rows('SELECT line, error_message FROM reject_errors ORDER BY line LIMIT 1');
  await db.run('DELETE FROM reject_errors; DELETE FROM reject_scans');
  if (reject === undefined) return;
  throw new DataError('unreadable-row', {
    file,
    row: Number(reject['line']),
    problem: `cannot be read (${String(reject['error_message']).split('\n', 1).join('')})`,
    expected: `${columns.length} cells: ${columns.join(', ')}`,
    advice: 'Correct or remove this row',
  });
}

/** The rows of a small table in the order of its file, with their `row`: 1 for the first row of data. */
export const numberedRows = (db: Database, table: string): Promise<Record<string, unknown>[]> =>
  db.rows(`SELECT rowid + 1 AS row, * FROM ${name(table)} ORDER BY rowid`);

/**
 * The error for one row of data that was read but makes no sense.
 *
 * @param row 1 for the first row of data
 */
export async function badRow(source: TableFile, row: number, expected: string): Promise<DataError> {
  const headerRows = source.form === 'delimited' && source.header ? 1 : 0;
  const found = source.form === 'parquet' ? null : await nthLine(source.file, row + headerRows);
  return new DataError('unreadable-row', {
    file: source.file,
    row: found?.line ?? row,
    problem:
      found === null ? 'cannot be read' : `cannot be read: ${JSON.stringify(found.text.slice(0, 120))}`,
    expected,
    advice: 'Correct or remove this row',
  });
}

/** A fault that DuckDB met and we have to place: it counts bytes in NDJSON, so the line is looked for here. */
async function unreadable(file: string, cause: unknown): Promise<DataError> {
  const line = /\.(ndjson|jsonl)(\.gz)?$/.test(file) ? await firstBadJson(file) : null;
  const message = cause instanceof Error ? cause.message : String(cause);
  const problem = `cannot be read (${message.split('\n', 1).join('')})`;
  if (line === null) {
    const expected = 'delimited text, Parquet or NDJSON, as its name says';
    const advice = 'Check that the file is whole and its name ends as its form does';
    return new DataError('unreadable-file', { file, problem, expected, advice }, { cause });
  }
  const advice = 'Correct or remove this row';
  return new DataError(
    'unreadable-row',
    { file, row: line, problem, expected: 'a JSON object a line', advice },
    { cause },
  );
}

async function firstBadJson(file: string): Promise<number | null> {
  let line = 0;
  for await (const words of linesOf(file)) {
    line++;
    try {
      if (words.trim() !== '') JSON.parse(words);
    } catch {
      return line;
    }
  }
  return null;
}

/** @throws DataError `unknown-column` when the file has none of this name */
export function requireColumn(source: TableFile, wanted: string, option: string): string {
  if (source.columns.includes(wanted)) return wanted;
  throw new DataError('unknown-column', {
    file: source.file,
    problem: `has no column "${wanted}"`,
    expected: `one of ${source.columns.map((column) => `"${column}"`).join(', ')}`,
    advice: `Name the right one with ${option}`,
  });
}
