// Times of rows, in seconds since 1970: numbers of one unit, or dates as words, each row by itself or refused by its row.
import type { Database } from './duckdb.ts';

/** Dates in other words than ISO 8601 that can be meant in one way only. */
const FORMATS = [
  '%m %d, %Y', // 09 13, 2014: Amazon's reviewTime
  '%b %d, %Y',
  '%B %d, %Y',
  '%d %b %Y',
  '%d-%b-%Y',
  '%a, %d %b %Y %H:%M:%S GMT', // RFC 9110
  '%a %b %d %H:%M:%S %z %Y', // Sat Jan 02 03:04:05 +0000 2021
];

const DAY = `coalesce(epoch(TRY_CAST(clock AS TIMESTAMPTZ)), epoch(try_strptime(clock, [${FORMATS.map((each) => `'${each}'`).join(', ')}])))`; // prettier-ignore

/** Seconds lie below 1e11 until the year 5138, milliseconds above it from 1973 on, and so each further unit. */
const UNITS: readonly { unit: string; below: number; second: number }[] = [
  { unit: 'seconds', below: 1e11, second: 1 },
  { unit: 'milliseconds', below: 1e14, second: 1e3 },
  { unit: 'microseconds', below: 1e17, second: 1e6 },
  { unit: 'nanoseconds', below: 1e20, second: 1e9 },
];

const COMPACT_DAY = String.raw`(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\.0+)?`;
const COMPACT_SECOND = String.raw`(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d(\.0+)?`;

/** 31/12/2020 and 12/31/2020 are told apart by neither their looks nor by other rows. */
const NO_TIME = 'its time is in no form that can be meant in one way only';

/** A row that stops the reading, and why; or what was found. */
export type TimesFound =
  | { row: number; problem: string }
  | { row: null; timed: boolean; /** Rows at the beginning that have none. */ without: number; unit: string };

/**
 * Fills the column `time` of the table `interactions` from its column `clock`, words or null.
 *
 * Rows before the first that has a time are those of before times were kept: they count as of the earliest time. One
 * that has none after that, or another unit than the rest, is refused.
 */
export async function readTimes(db: Database): Promise<TimesFound> {
  await db.run(
    `UPDATE interactions SET clock = NULL WHERE lower(trim(clock)) IN ('', 'nan', 'nat', 'null', 'none', '\\n')`,
  );
  const [seen] = await db.rows(`SELECT min(row) FILTER (clock IS NOT NULL) AS first, count(clock) AS n,
    coalesce(bool_and(regexp_full_match(clock, '${COMPACT_DAY}')) FILTER (clock IS NOT NULL), false) AS days,
    coalesce(bool_and(regexp_full_match(clock, '${COMPACT_SECOND}')) FILTER (clock IS NOT NULL), false) AS compact
    FROM interactions`);
  const first = seen?.['first'];
  if (typeof first !== 'number') return { row: null, timed: false, without: 0, unit: 'none' };
  const format = seen?.['days'] === true ? '%Y%m%d' : seen?.['compact'] === true ? '%Y%m%d%H%M%S' : null;
  if (format !== null) {
    await db.run(
      `UPDATE interactions SET time = epoch(try_strptime(split_part(clock, '.', 1), '${format}'))`,
    );
    return (
      (await firstWithout(db, 'it is no day of the calendar')) ??
      fillEarly(db, first, 'dates such as 20260131')
    );
  }
  return byUnit(db, first);
}

async function byUnit(db: Database, first: number): Promise<TimesFound> {
  const cases = UNITS.map(({ unit, below }) => `WHEN abs(number) < ${below} THEN '${unit}'`).join(' ');
  const kinds =
    await db.rows(`SELECT CASE WHEN number IS NULL AND (day IS NULL OR NOT isfinite(day)) THEN 'none' WHEN number IS NULL THEN 'dates'
      WHEN NOT isfinite(number) THEN 'none'
      WHEN number = 0 THEN 'zero' ${cases} ELSE 'none' END AS unit,
    count(*) AS n, min(row) AS row, coalesce(min(abs(number)), 0) AS least, arg_min(row, abs(number)) AS leastrow
    FROM (SELECT row, TRY_CAST(clock AS DOUBLE) AS number, ${DAY} AS day FROM interactions WHERE clock IS NOT NULL)
    GROUP BY unit
    ORDER BY n DESC, row`);
  const counted = kinds.map((kind) => ({ unit: String(kind['unit']), row: Number(kind['row']), least: Number(kind['least']), leastRow: Number(kind['leastrow']) })); // prettier-ignore
  const doubt = doubtIn(counted);
  if (doubt !== null) return doubt;
  const main = counted.find(({ unit }) => unit !== 'zero') ?? counted[0];
  const second = UNITS.find(({ unit }) => counted.some((kind) => kind.unit === unit))?.second ?? 1;
  await db.run(`UPDATE interactions SET time = CASE WHEN TRY_CAST(clock AS DOUBLE) IS NOT NULL
    THEN TRY_CAST(clock AS DOUBLE) / ${second}
    ELSE ${DAY} END
    WHERE clock IS NOT NULL`);
  return (await firstWithout(db, NO_TIME)) ?? fillEarly(db, first, main?.unit ?? 'none');
}

interface Kind {
  unit: string;
  row: number;
  least: number;
  leastRow: number;
}

/** Two units of numbers in one column, or numbers among dates that may be years: the rarer is told of. */
function doubtIn(kinds: readonly Kind[]): TimesFound | null {
  const wrong = kinds.find(({ unit }) => unit === 'none');
  if (wrong !== undefined) return { row: wrong.row, problem: NO_TIME };
  const numbers = kinds.filter(({ unit }) => UNITS.some((each) => each.unit === unit));
  const [usual, rare] = numbers;
  if (usual !== undefined && rare !== undefined) {
    return {
      row: rare.row,
      problem: `its time looks like ${rare.unit}, and those of other rows like ${usual.unit}`,
    };
  }
  const dated = kinds.some(({ unit }) => unit === 'dates');
  if (dated && usual?.unit === 'seconds' && usual.least < 1e8) {
    return { row: usual.leastRow, problem: 'its time is a small number, and those of other rows are dates' };
  }
  return null;
}

async function firstWithout(db: Database, problem: string): Promise<TimesFound | null> {
  const [bad] = await db.rows(
    'SELECT min(row) AS row FROM interactions WHERE clock IS NOT NULL AND (time IS NULL OR NOT isfinite(time))',
  );
  return typeof bad?.['row'] === 'number' ? { row: bad['row'], problem } : null;
}

/** Rows before the first that has a time. */
async function fillEarly(db: Database, first: number, unit: string): Promise<TimesFound> {
  const [gap] = await db.rows(
    `SELECT min(row) AS row FROM interactions WHERE clock IS NULL AND row > ${first}`,
  );
  if (typeof gap?.['row'] === 'number')
    return { row: gap['row'], problem: 'it has no time, though rows before it have' };
  const [early] = await db.rows(`SELECT count(*) AS n FROM interactions WHERE clock IS NULL`);
  const without = Number(early?.['n']);
  if (without > 0) {
    await db.run('UPDATE interactions SET time = (SELECT min(time) FROM interactions) WHERE clock IS NULL');
  }
  return { row: null, timed: true, without, unit };
}
