// A file of JSON objects as a part of a table: the keys of all its rows are its columns, and faults are told by their row.
import { text, type Database } from './duckdb.ts';
import { DataError } from '../errors.ts';
import type { Encoding, PlainText } from './plain-text.ts';
import { firstLines, linesOf } from './text-lines.ts';

interface JsonPart {
  form: 'ndjson';
  file: string;
  columns: string[];
  named: true;
  types: null;
  sample: [];
  encoding: Encoding;
  relation: string;
  cells: string[];
  order: number[];
  text: { path: string; skip: number; quote: string } | null;
  explain(cause: unknown): Promise<DataError>;
}

/** A file of objects, one a line, or of one array of them. Its columns are the keys of all its rows. */
export async function openJson(db: Database, file: string, { path, encoding }: PlainText): Promise<JsonPart> {
  const [first = ''] = (await firstLines(path)).filter((line) => line.trim() !== '');
  const isArray = first.trimStart().startsWith('[');
  const format = isArray ? 'array' : 'newline_delimited';
  const relation = `read_json_objects(${text(path)}, format = '${format}', maximum_object_size = 67108864)`;
  const explain = (cause: unknown): Promise<DataError> => badJson(file, path, isArray, cause);
  const [keys] = await db
    .rows(
      `SELECT list_sort(list_distinct(flatten(list(DISTINCT json_keys(json))))) AS keys,
        max(len(json_keys(json)) - len(list_distinct(json_keys(json)))) AS doubled,
        count(*) FILTER (json_type(json) <> 'OBJECT') AS others FROM ${relation}`,
    )
    .catch(async (cause: unknown) => {
      throw await explain(cause);
    });
  if (Number(keys?.['others']) > 0 || Number(keys?.['doubled']) > 0) {
    throw await explain(new Error('a row is no object, or has a key twice'));
  }
  const columns = Array.isArray(keys?.['keys']) ? keys['keys'].map(String) : [];
  if (columns.length === 0) throw noRows(file);
  return {
    form: 'ndjson',
    file,
    columns,
    named: true,
    types: null,
    sample: [],
    encoding,
    relation,
    cells: columns.map((key) => `json_extract_string(json, ${text(pointer(key))})`),
    order: [...columns.keys()],
    text: isArray ? null : { path, skip: 0, quote: '' },
    explain,
  };
}

const noRows = (file: string): DataError =>
  new DataError('unreadable-file', {
    file,
    problem: 'holds no row, or none with anything in it',
    expected: 'an object for each interaction',
    advice: 'Bring the file whole',
  });

/** RFC 6901. */
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** DuckDB counts bytes in NDJSON, so the line is looked for here. */
async function badJson(file: string, path: string, isArray: boolean, cause: unknown): Promise<DataError> {
  const found = isArray ? null : await firstBadJson(path);
  if (found === null) return unreadable(file, cause);
  return new DataError(
    'unreadable-row',
    {
      file,
      row: found.line,
      problem: `cannot be read (${found.problem})`,
      expected: 'a JSON object a line, each key once',
      advice: 'Correct or remove this row',
    },
    { cause },
  );
}

async function firstBadJson(path: string): Promise<{ line: number; problem: string } | null> {
  let line = 0;
  for await (const words of linesOf(path)) {
    line++;
    const problem = words.trim() === '' ? null : faultOfJson(words);
    if (problem !== null) return { line, problem };
  }
  return null;
}

function faultOfJson(words: string): string | null {
  if (/^\s*\{\s*u?'/.test(words)) return "it is a dictionary of Python, whose quotes are no JSON's";
  try {
    const value: unknown = JSON.parse(words);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no object';
    const keys = [...words.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map((match) => match[1]);
    const twice = Object.keys(value).find((key) => keys.filter((each) => each === key).length > 1);
    if (twice !== undefined) return `the key "${twice}" stands there twice`;
    return textsIn(value).every((each) => each.isWellFormed()) ? null : 'it has half of a character';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => [key, ...textsIn(inside)]);
};

/** A file that is not what its name says, in the words of what tried to read it. */
export function unreadable(file: string, cause: unknown): DataError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new DataError(
    'unreadable-file',
    {
      file,
      problem: `cannot be read (${message.split('\n', 1).join('')})`,
      expected: 'delimited text, Parquet or NDJSON, as its name says',
      advice: 'Check that the file is whole and its name ends as its form does',
    },
    { cause },
  );
}
