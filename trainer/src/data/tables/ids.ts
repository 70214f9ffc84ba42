// Ids as words that join: a whole number is written as one, whatever wrote it, and text stays as it is.
import { name, text, type Database } from './duckdb.ts';

/** What programs write for a whole number in a column of numbers: 17, 17.0, and 1e+05 for 100000. */
const NUMBER = String.raw`-?(0|[1-9]\d*)(\.\d+)?(e\+\d+)?`;

/** Beyond this a number of 64 bits with a fraction cannot tell one whole number from the next. */
const LARGEST_EXACT = 2 ** 53;

/**
 * Writes whole numbers of a column alike. Where all are whole and some are written `17.0` or `1e+05`, as pandas and R do, they become
 * `17` and `100000`. A column with anything else in it, or a leading zero, is text.
 *
 * @returns the row of an id that has lost digits on its way through a floating point number; null where none has
 */
export async function writeWholeNumbers(db: Database, table: string, column: string): Promise<number | null> {
  const [from, id] = [name(table), name(column)];
  const marked = `(${id} LIKE '%.%' OR ${id} LIKE '%e+%')`;
  const [some] = await db.rows(`SELECT count(*) AS n FROM ${from} WHERE ${marked}`);
  if (some?.['n'] === 0) return null;
  const whole = `TRY_CAST(${id} AS DOUBLE) = trunc(TRY_CAST(${id} AS DOUBLE))`;
  const [all] = await db.rows(`SELECT
    coalesce(bool_and(regexp_full_match(${id}, '${NUMBER}') AND ${whole}), false) AS numbers,
    min(rowid + 1) FILTER (${marked} AND abs(TRY_CAST(${id} AS DOUBLE)) >= ${LARGEST_EXACT}) AS lost
    FROM ${from} WHERE ${id} IS NOT NULL`);
  if (all?.['numbers'] !== true) return null;
  if (typeof all['lost'] === 'number') return all['lost'];
  await db.run(`UPDATE ${from} SET ${id} = ${id}::DOUBLE::BIGINT::VARCHAR WHERE ${marked}`);
  return null;
}

/** What programs write for a value that is not there. */
const MISSING = [
  'NULL',
  'null',
  'None',
  'none',
  'nan',
  'NaN',
  'NaT',
  'NA',
  'N/A',
  '#N/A',
  '<NA>',
  '\\N',
  'undefined',
];

/** An id that reads like a missing value. */
export interface MissingWord {
  word: string;
  /** The first row with it. */
  row: number;
  /** Rows with such an id, and all rows. */
  count: number;
  of: number;
  /** Whether all other ids are numbers. */
  amongNumbers: boolean;
}

/** What of a column reads like missing values; null where nothing does. */
export async function missingWords(db: Database, table: string, column: string): Promise<MissingWord | null> {
  const [from, id] = [name(table), name(column)];
  const words = `${id} IN (${MISSING.map(text).join(', ')})`;
  const [some] = await db.rows(`SELECT count(*) FILTER (${words}) AS n, count(*) AS all_rows,
    min(rowid + 1) FILTER (${words}) AS row, arg_min(${id}, rowid) FILTER (${words}) AS word FROM ${from}`);
  if (typeof some?.['row'] !== 'number') return null;
  const [others] = await db.rows(
    `SELECT coalesce(bool_and(regexp_full_match(${id}, '${NUMBER}')), true) AS numbers FROM ${from} WHERE NOT ${words}`,
  );
  return {
    word: String(some['word']),
    row: some['row'],
    count: Number(some['n']),
    of: Number(some['all_rows']),
    amongNumbers: others?.['numbers'] === true,
  };
}
