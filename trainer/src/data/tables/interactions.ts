// The one table that every form of source is brought to: interactions(row, user, item, rating, time).
import type { DataError } from '../errors.ts';
import type { Database } from './duckdb.ts';
import { missingWords, writeWholeNumbers } from './ids.ts';
import type { ItemDescriptions } from './item-descriptions.ts';
import { isNested } from './part.ts';
import { cell, createTable, type Rows, type Table } from './table.ts';
import { readTimes, type TimesFound } from './times.ts';

/** What a form's reader leaves behind it, beside the table `interactions`. */
export interface LoadedSource {
  /** For messages: where the interactions came from. */
  file: string;
  /** Whether the times order a history (ties by row), or the file alone does. */
  order: 'time' | 'row';
  /** Interactions that a user and an item need, unless the caller says otherwise. */
  kCore: number;
  descriptions: ItemDescriptions;
  /** Where the descriptions came from. */
  itemsFile?: string | undefined;
  /** What was read as what, a line each, for a person to look at. */
  notes: string[];
  /** Whether people come back to items, unless the caller says otherwise. */
  repeats?: boolean;
}

/** Places of columns; rating and time may be missing. */
export interface InteractionColumns {
  user: number;
  item: number;
  rating?: number | undefined;
  time?: number | undefined;
}

/** Published recommenders take users and items with at least five interactions from raw ratings. */
export const RAW_K_CORE = 5;

/**
 * Loads the files into `interactions`: user and item as words, rating and time (seconds since 1970) as numbers or null.
 *
 * @param columns `rating` only where ratings are asked for: an empty one says that the interaction has none
 * @throws DataError `unreadable-row` for the first row whose user or item is missing, or any part of which makes no sense
 */
export async function loadInteractions(
  db: Database,
  source: Table,
  columns: InteractionColumns,
): Promise<{ timed: boolean; notes: string[] }> {
  const rows = await createTable(db, 'raw', source, {
    user: cell(columns.user),
    item: cell(columns.item),
    rating: cell(columns.rating),
    clock: cell(columns.time),
  });
  for (const column of ['user', 'item'] as const) {
    const lost = (await writeWholeNumbers(db, 'raw', column)) ?? (await beyondSingle(db, source, columns[column], column)); // prettier-ignore
    if (lost !== null) throw await lostDigits(rows, lost, column);
  }
  const gaps = [await missingId(db, rows, 'user'), await missingId(db, rows, 'item')];
  await db.run(`CREATE OR REPLACE TABLE interactions AS SELECT rowid + 1 AS row, "user", item,
    coalesce(TRY_CAST(rating AS DOUBLE), ${DECIMAL_COMMA}, CASE WHEN trim(rating) <> '' THEN 'nan'::DOUBLE END) AS rating,
    NULL::DOUBLE AS time, clock FROM raw`);
  await db.run('DROP TABLE raw');
  const names = namesOf(source, columns);
  await refuseIncomplete(db, source, rows, names);
  const times = columns.time === undefined ? noTimes : await readTimes(db);
  if (times.row !== null) {
    const advice = 'Correct or remove this row, or say --time none to keep the order of the rows';
    throw await rows.fault(times.row, expectation(names), { problem: times.problem, advice });
  }
  await db.run('ALTER TABLE interactions DROP COLUMN clock');
  return { timed: times.timed, notes: [...gaps.flat(), ...timeNotes(times, names.time)] };
}

/** `3,5`, as Excel writes it where the comma is the decimal sign. */
const DECIMAL_COMMA = String.raw`CASE WHEN regexp_full_match(trim(rating), '-?\d+,\d{1,2}')
  THEN TRY_CAST(replace(rating, ',', '.') AS DOUBLE) END`;

/** Rows of a table below which one user may well have a fifth of them. */
const FEW_ROWS = 100;

/**
 * An id that reads like a missing value is somebody's id where ids are text, which is said in a line.
 *
 * @throws DataError `unreadable-row` where all other ids are numbers, or it is that of a fifth of the rows
 */
async function missingId(db: Database, rows: Rows, column: 'user' | 'item'): Promise<string[]> {
  const found = await missingWords(db, 'raw', column);
  if (found === null) return [];
  const { row, word, count, of, amongNumbers } = found;
  const share = `"${word}" in ${count} of ${of} rows`;
  if (!amongNumbers && (of < FEW_ROWS || count < 0.2 * of))
    return [`the ${column} ${share} is taken for an id like others`];
  throw await rows.fault(row, `the ${column} in every row`, {
    problem: `its ${column} reads like a value that is missing, ${share}`,
    advice: `Remove these rows, or choose another column with --${column}`,
  });
}

const noTimes: TimesFound = { row: null, timed: false, without: 0, unit: 'none' };

interface Names {
  user: string;
  item: string;
  rating?: string | undefined;
  time?: string | undefined;
}

function namesOf({ columns }: Table, { user, item, rating, time }: InteractionColumns): Names {
  const nameOf = (place: number): string => columns[place] ?? String(place + 1);
  return {
    user: nameOf(user),
    item: nameOf(item),
    rating: rating === undefined ? undefined : nameOf(rating),
    time: time === undefined ? undefined : nameOf(time),
  };
}

/** The first row whose id, a number of 32 bits with a fraction, may have lost its last digit; null where there is none. */
async function beyondSingle(
  db: Database,
  { types }: Table,
  place: number,
  column: 'user' | 'item',
): Promise<number | null> {
  if (types?.[place] !== 'FLOAT') return null;
  const [found] = await db.rows(
    `SELECT min(rowid + 1) AS row FROM raw WHERE abs(TRY_CAST("${column}" AS DOUBLE)) >= ${2 ** 24}`,
  );
  return typeof found?.['row'] === 'number' ? found['row'] : null;
}

async function refuseIncomplete(db: Database, source: Table, rows: Rows, names: Names): Promise<void> {
  const isJson = source.parts[0]?.form === 'ndjson' || source.types?.some(isNested) === true;
  const nested = isJson ? `OR "user" LIKE '{%' OR "user" LIKE '[%' OR item LIKE '{%' OR item LIKE '[%'` : '';
  const [first] =
    await db.rows(`SELECT min(row) AS row FROM interactions WHERE "user" IS NULL OR trim("user") = ''
    OR item IS NULL OR trim(item) = '' OR NOT isfinite(rating) ${nested}`);
  if (typeof first?.['row'] === 'number') throw await rows.fault(first['row'], expectation(names));
}

const lostDigits = (rows: Rows, row: number, column: string): Promise<DataError> =>
  rows.fault(row, 'ids whose digits are all there', {
    problem: `the ${column} is a number of so many digits that a floating point number does not keep them`,
    advice: 'Write ids as text or as whole numbers',
  });

function timeNotes(times: Extract<TimesFound, { row: null }>, column: string | undefined): string[] {
  if (!times.timed) return [column === undefined ? 'no column of times: the order of rows counts' : `"${column}" is empty: the order of rows counts`]; // prettier-ignore
  const early = times.without > 0 ? [`the first ${times.without} rows have no time and count as of the earliest one`] : []; // prettier-ignore
  const unit = times.unit === 'seconds' || times.unit === 'dates' ? [] : [`times are ${times.unit}`];
  return [...early, ...unit];
}

function expectation({ user, item, rating, time }: Names): string {
  const parts = [`"${user}" and "${item}" that are not empty`];
  if (rating !== undefined) parts.push(`a number or nothing as "${rating}"`);
  if (time !== undefined)
    parts.push(`seconds since 1970 or an ISO 8601 time as "${time}", of one unit throughout`);
  return parts.join(', ');
}
