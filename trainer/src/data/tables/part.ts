// One file of a table, opened: its form by its bytes and name, its columns, and how DuckDB reads a cell of each.
import { open } from 'node:fs/promises';
import { text, type Database } from './duckdb.ts';
import { DataError } from '../errors.ts';
import { openJson, unreadable } from './json-part.ts';
import { plainText, type Encoding } from './plain-text.ts';
import { isKnownName } from './column-names.ts';
import { cellsOf, shapeOf, type Shape } from './shape.ts';
import { firstLines } from './text-lines.ts';
import { plainName, unpackFile } from './unpack-file.ts';

export interface Part {
  form: 'delimited' | 'parquet' | 'ndjson';
  /** As it was named, for messages. */
  file: string;
  /** '' for one without a name; c0, c1, … are made of numbers where nothing names them. */
  columns: readonly string[];
  named: boolean;
  /** As the file says them: RecBole's (`token_seq`), or Parquet's (`DOUBLE`). */
  types: readonly string[] | null;
  sample: readonly (readonly string[])[];
  encoding: Encoding | null;
  /** What SQL reads from, and an expression of text for each column. */
  relation: string;
  cells: readonly string[];
  /** For each column of the whole table this part's own, -1 for none. */
  order: readonly number[];
  /** Where its lines can be looked up; null for Parquet. */
  text: { path: string; skip: number; quote: string } | null;
  /** The error for a fault that DuckDB met. */
  explain(cause: unknown): Promise<DataError>;
}

/** A layout that is known beforehand, for files without a header. */
export interface Layout {
  delimiter: string;
  columns: readonly string[];
}

export const PARQUET = /\.(parquet|pq)$/i;
export const JSON_LINES = /\.(ndjson|jsonl|json)$/i;

/** @throws DataError for a file that is missing, empty, damaged, or in a form that is not read */
export async function openPart(db: Database, file: string, layout?: Layout): Promise<Part> {
  const path = await unpackFile(file, () => db.scratch());
  if (PARQUET.test(plainName(file)) || (await startsWith(path, 'PAR1'))) return openParquet(db, file, path);
  const plain = await plainText(file, path, () => db.scratch());
  const isJson = JSON_LINES.test(plainName(file)) || (await startsWithBrace(plain.path));
  return isJson ? openJson(db, file, plain) : openDelimited(file, plain, layout);
}

async function startsWith(path: string, wanted: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted.length), 0, wanted.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === wanted;
  } finally {
    await handle.close();
  }
}

/** Delimited text never begins so. */
async function startsWithBrace(path: string): Promise<boolean> {
  const [line = ''] = (await firstLines(path, 65_536)).filter((each) => each.trim() !== '');
  return /^\s*\{\s*"/.test(line);
}

interface Plain {
  path: string;
  encoding: Encoding;
}

async function openDelimited(file: string, { path, encoding }: Plain, layout?: Layout): Promise<Part> {
  const lines = await firstLines(path);
  refusePages(file, lines);
  const wanted = layout?.delimiter;
  const forced = wanted !== undefined && (wanted < ' ' || lines.some((line) => line.includes(wanted)));
  const shape = layoutShape(shapeOf(lines, forced ? wanted : undefined), layout);
  const { header, types, skip, quote } = shape;
  const sample = lines.slice(skip).filter((line) => line !== '').slice(0, 1000).map((line) => cellsOf(line, shape)); // prettier-ignore
  const columns = header ?? layout?.columns ?? Array.from({ length: shape.width }, (_, n) => String(n + 1));
  const part = { file, columns, named: header !== null || layout !== undefined, types, sample, encoding };
  return {
    ...part,
    form: 'delimited',
    relation: delimitedRelation(path, shape, columns.length),
    cells: columns.map((_, n) => `nullif(c${n}, '')`),
    order: [...columns.keys()],
    text: { path, skip, quote },
    explain: (cause) => Promise.resolve(unreadable(file, cause)),
  };
}

/** In a known layout quotes are signs like all others, unless a header says that it is another layout after all. */
function layoutShape(shape: Shape, layout?: Layout): Shape {
  if (layout === undefined || shape.header?.some(isKnownName) === true) return shape;
  const skip = shape.header === null ? shape.skip : shape.skip - 1;
  return { ...shape, header: null, quote: '', escape: '', width: layout.columns.length, skip };
}

function delimitedRelation(path: string, { delimiter, quote, escape, skip }: Shape, width: number): string {
  const types = Array.from({ length: width }, (_, n) => `'c${n}': 'VARCHAR'`);
  return `read_csv(${text(path)}, auto_detect = false, delim = ${text(delimiter)}, header = false, skip = ${skip},
    quote = ${text(quote)}, escape = ${text(escape)}, encoding = 'utf-8', columns = {${types.join(', ')}},
    max_line_size = 16777216, store_rejects = true, rejects_limit = 1)`;
}

/** A page of a site that wants a login, or of a link that is gone, kept under the name of a table. */
function refusePages(file: string, lines: readonly string[]): void {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (/^\s*<(!doctype|html|\?xml)/i.test(first)) {
    throw new DataError('unreadable-file', {
      file,
      problem: 'is a web page or XML',
      expected: 'delimited text, Parquet or NDJSON, as its name says',
      advice: 'Download the file itself',
    });
  }
  if (first !== '') return;
  throw new DataError('unreadable-file', {
    file,
    problem: 'holds nothing but blank lines',
    expected: 'rows of data',
    advice: 'Bring the file whole',
  });
}

/** Numbers that are whole are written so, since `1.0` would join with no `1`; lists are written as JSON. */
async function openParquet(db: Database, file: string, path: string): Promise<Part> {
  const relation = `read_parquet(${text(path)}, binary_as_string = true, hive_partitioning = false)`;
  try {
    const described = await db.rows(`DESCRIBE SELECT * FROM ${relation}`);
    const columns = described.map((column) => String(column['column_name']));
    return {
      form: 'parquet',
      file,
      columns: columns.map((column) => (/^(__index_level_\d+__|Unnamed: \d+)$/.test(column) ? '' : column)),
      named: true,
      types: described.map((column) => String(column['column_type'])),
      sample: [],
      encoding: null,
      relation: `(SELECT ${columns.map((column, n) => `${quoted(column)} AS c${n}`).join(', ')} FROM ${relation})`,
      cells: described.map((column, n) => parquetCell(`c${n}`, String(column['column_type']))),
      order: [...columns.keys()],
      text: null,
      explain: (cause) => Promise.resolve(unreadable(file, cause)),
    };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

const quoted = (column: string): string => `"${column.replaceAll('"', '""')}"`;

/** A list, or a thing with parts. */
export const isNested = (type: string): boolean => /\[\d*\]$|^(STRUCT|MAP)/.test(type);

function parquetCell(column: string, type: string): string {
  if (/^(DOUBLE|FLOAT)$/.test(type)) {
    return `CASE WHEN isnan(${column}) THEN NULL WHEN ${column} = trunc(${column}) AND abs(${column}) < 9007199254740992
      THEN ${column}::BIGINT::VARCHAR ELSE ${column}::VARCHAR END`;
  }
  if (isNested(type)) return `to_json(${column})::VARCHAR`;
  if (type.startsWith('TIMESTAMP_NS')) return `${column}::TIMESTAMP::VARCHAR`;
  return `${column}::VARCHAR`;
}
