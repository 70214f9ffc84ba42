// From the Worker's files of events to a table that training reads: compacted days where they are good, and lines of the others.
import { writeFile } from 'node:fs/promises';
import { text, withDatabase, type Database } from '../data/tables/duckdb.ts';
import { makeWhole } from '../files/atomic.ts';
import { sha256 } from '../files/hash.ts';
import { z } from 'zod';
import { DataError } from '../data/errors.ts';
import { daysOf } from './compact.ts';
import { compactedFactsKey, compactedKey, compactedPrefix, readFacts, sourceOf } from './compacted.ts';
import { readText, type EventFiles, type ListedFile } from './event-files.ts';
import { eventsOf, rowsOf } from './event-lines.ts';
import { leaveOut, viewEvents, writeInteractions } from './event-table.ts';
import { inParallel } from './in-parallel.ts';
import { FILES_AT_ONCE, readMarks } from './marks.ts';

const count = z.int().nonnegative();

export const countsSchema = z.object({
  /** Files of lines that were read, and compacted days that stood in for the others. */
  files: count,
  days: count,
  /** Events read. */
  lines: count,
  interactions: count,
  people: count,
  /** The same id of the same person again. */
  repeated: count,
  /** Received before their person was erased. */
  erased: count,
  /** Received before their person took their consent back. */
  withdrawn: count,
  /** Of people who do not want to be profiled now. */
  objected: count,
  /** Events of people that are none (`event-table.ts`), and how many such people there are. */
  dropped: count,
  bots: count,
  /** Interactions with items that their person did not want afterwards. */
  unwanted: count,
  /** Impressions and what people did not want: no interactions. */
  otherTypes: count,
});

export type GatherCounts = z.infer<typeof countsSchema>;

/**
 * Writes the table, whole or not at all.
 *
 * @param path ends with .parquet or .ndjson
 * @throws DataError `unreadable-row` or `unreadable-file`, for what is not as the Worker writes it
 */
export async function gatherEvents(files: EventFiles, path: string): Promise<GatherCounts> {
  const marks = await readMarks(files);
  return withDatabase(async (db) => {
    const { days, lines } = await sources(files);
    const paths = { days: await fetchDays(db, files, days), lines: await fetchLines(db, files, lines) };
    await viewEvents(db, paths);
    await leaveOut(db, marks);
    const format = path.endsWith('.parquet') ? 'parquet' : 'json';
    const counts = await makeWhole(path, (partial) => writeInteractions(db, partial, format));
    return { files: lines.length, days: days.length, ...counts };
  });
}

/** Compacted days whose lines are still those that they were made from, and all other files of lines. */
async function sources(files: EventFiles): Promise<{ days: string[]; lines: ListedFile[] }> {
  const compacted = new Set((await files.list(compactedPrefix)).map(({ key }) => key));
  const days = await inParallel(await daysOf(files), FILES_AT_ONCE, async ({ day, files: own }) => {
    const facts = compacted.has(compactedFactsKey(day)) ? await readFacts(files, day) : null;
    return { day, own, isGood: facts !== null && facts.source === sourceOf(own) };
  });
  return {
    days: days.flatMap(({ day, isGood }) => (isGood ? [day] : [])),
    lines: days.flatMap(({ own, isGood }) => (isGood ? [] : own)),
  };
}

const fetchDays = (db: Database, files: EventFiles, days: readonly string[]): Promise<string[]> =>
  inParallel(days, FILES_AT_ONCE, async (day) => {
    const [bytes, facts] = [await files.read(compactedKey(day)), await readFacts(files, day)];
    if (facts?.sha256 !== sha256(bytes)) {
      throw new DataError('unreadable-file', {
        file: `${compactedKey(day)} in ${files.name}`,
        problem: 'it is not the file that was compacted',
        expected: `the bytes that ${compactedFactsKey(day)} names`,
        advice: 'Remove both: the day is made anew from its lines',
      });
    }
    const path = await db.scratch();
    await writeFile(path, bytes);
    return path;
  });

/** Lines are checked one by one, and lie on disk as rows until the database reads them. */
const fetchLines = (db: Database, files: EventFiles, lines: readonly ListedFile[]): Promise<string[]> =>
  inParallel(lines, FILES_AT_ONCE, async ({ key }) => {
    const rows = rowsOf(eventsOf(await readText(files, key), `${key} in ${files.name}`));
    const path = await db.scratch();
    await writeFile(path, rows);
    return path;
  });

/** Items of a table that was gathered, and in how many of its rows they are. */
export const itemsOfTable = (path: string): Promise<[item: string, rows: number][]> =>
  withDatabase(async (db) => {
    const relation = path.endsWith('.parquet')
      ? `read_parquet(${text(path)})`
      : `read_json(${text(path)}, format = 'newline_delimited', columns = {item: 'VARCHAR'})`;
    const rows = await db.rows(
      `SELECT item, count(*) AS "rows" FROM ${relation} GROUP BY item ORDER BY item`,
    );
    return rows.map((row) => [String(row['item']), Number(row['rows'])]);
  });
