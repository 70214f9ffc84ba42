// From events to a table of interactions that training reads, in DuckDB: who may not be learnt from is left out here. The
// rules are the same for newest lines and for compacted days, and what does not fit into memory lies on disk meanwhile.
import { writeFile } from 'node:fs/promises';
import { entryOf } from '@trimtab/shared/look-up.ts';
import { text, type Database } from '../data/tables/duckdb.ts';
import { COLUMNS } from './event-lines.ts';
import type { Marks } from './marks.ts';

/** Interactions within an hour by which somebody is a bot. */
const BURST = 600;

/** Interactions in all from which on somebody may be a bot, and how many times the median person's they must be. */
const FLOOD = 1000;
const TIMES_MEDIAN = 50;

export interface TableCounts {
  lines: number;
  interactions: number;
  people: number;
  repeated: number;
  erased: number;
  withdrawn: number;
  objected: number;
  dropped: number;
  bots: number;
  unwanted: number;
  otherTypes: number;
}

const list = (paths: readonly string[]): string => `[${paths.map(text).join(', ')}]`;

/** Rows of NDJSON (`rowsOf`) and of compacted days as one view. */
export async function viewEvents(
  db: Database,
  { lines, days }: { lines: readonly string[]; days: readonly string[] },
): Promise<void> {
  const columns = Object.entries(COLUMNS)
    .map(([name, type]) => `${name}: ${text(type)}`)
    .join(', ');
  const names = Object.keys(COLUMNS).join(', ');
  const sources = [
    ...(lines.length > 0
      ? [
          `SELECT ${names} FROM read_json(${list(lines)}, format = 'newline_delimited', columns = {${columns}})`,
        ]
      : []),
    ...(days.length > 0 ? [`SELECT ${names} FROM read_parquet(${list(days)})`] : []),
  ];
  const nothing = `SELECT ${Object.entries(COLUMNS)
    .map(([name, type]) => `NULL::${type} AS ${name}`)
    .join(', ')} WHERE false`;
  await db.run(`CREATE VIEW sent AS ${sources.length === 0 ? nothing : sources.join(' UNION ALL ')}`);
}

/** Makes `human`: events that may be learnt from, each once and of nobody who is a bot. */
export async function leaveOut(db: Database, marks: Marks): Promise<void> {
  await loadMarks(db, marks);
  await db.run(`
    CREATE VIEW marked AS SELECT sent.*,
      CASE WHEN objecting.person IS NOT NULL THEN 'objected'
        WHEN received <= erased.until THEN 'erased'
        WHEN received <= withdrawn.until THEN 'withdrawn'
        ELSE 'allowed' END AS fate
    FROM sent LEFT JOIN objecting USING (person) LEFT JOIN erased USING (person) LEFT JOIN withdrawn USING (person)`);
  // An id of a person counts once, as it was received first. Few come twice: only those are put in order.
  await db.run(`
    CREATE TABLE twice AS SELECT hash(person, id) AS key FROM marked WHERE fate = 'allowed'
    GROUP BY key HAVING count(*) > 1`);
  await db.run(`
    CREATE VIEW once AS
    SELECT * EXCLUDE fate FROM marked WHERE fate = 'allowed' AND hash(person, id) NOT IN (SELECT key FROM twice)
    UNION ALL
    SELECT * EXCLUDE fate FROM marked WHERE fate = 'allowed' AND hash(person, id) IN (SELECT key FROM twice)
    QUALIFY row_number() OVER (PARTITION BY person, id ORDER BY received, happened, type, item) = 1`);
  await findBots(db);
  await db.run('CREATE VIEW human AS SELECT * FROM once WHERE person NOT IN (SELECT person FROM bots)');
}

async function loadMarks(db: Database, { erasedAt, withdrawnAt, objecting }: Marks): Promise<void> {
  await loadTimes(db, 'erased', erasedAt);
  await loadTimes(db, 'withdrawn', withdrawnAt);
  const people = [...objecting].map((person) => ({ person }));
  await loadRows(db, 'objecting', people, "person: 'VARCHAR'");
}

/** Makes a table of people, and until when what was received of them is left out. */
export const loadTimes = (db: Database, table: string, marks: ReadonlyMap<string, number>): Promise<void> =>
  loadRows(
    db,
    table,
    [...marks].map(([person, until]) => ({ person, until })),
    "person: 'VARCHAR', until: 'BIGINT'",
  );

async function loadRows(
  db: Database,
  table: string,
  rows: readonly object[],
  columns: string,
): Promise<void> {
  const path = await db.scratch();
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const options = `format = 'newline_delimited', columns = {${columns}}`;
  await db.run(`CREATE TABLE ${table} AS SELECT * FROM read_json(${text(path)}, ${options})`);
}

const HOUR = 3_600_000;

/** Makes `bots`: people with a flood of interactions, or a burst of them within an hour. */
async function findBots(db: Database): Promise<void> {
  await db.run(`
    CREATE TABLE taken AS SELECT person, count(*) AS count FROM once WHERE type = 'interaction' GROUP BY person`);
  await db.run(`
    CREATE TABLE bots AS
    SELECT person FROM taken WHERE count > greatest(${FLOOD}, ${TIMES_MEDIAN} * (SELECT median(count) FROM taken))
    UNION
    SELECT DISTINCT person FROM (
      SELECT person, happened - lag(happened, ${BURST}) OVER (PARTITION BY person ORDER BY happened) AS span FROM once
      WHERE type = 'interaction' AND person IN (SELECT person FROM taken WHERE count > ${BURST}))
    WHERE span < ${HOUR}`);
}

/** Writes interactions that their person still wanted, in the order of time, so that the same events give the same table. */
export async function writeInteractions(
  db: Database,
  path: string,
  format: 'parquet' | 'json',
): Promise<TableCounts> {
  // What somebody took again after they did not want it counts.
  await db.run(`
    CREATE TABLE unwanted AS SELECT person, item, max(happened) AS until FROM human WHERE type = 'not_interested'
    GROUP BY person, item`);
  await db.run(`
    CREATE VIEW wanted AS SELECT human.* FROM human LEFT JOIN unwanted USING (person, item)
    WHERE type = 'interaction' AND (until IS NULL OR happened > until)`);
  const [rated] = await db.rows('SELECT count(value) AS ratings FROM wanted');
  const rating = Number(rated?.['ratings']) > 0 ? ', value AS rating' : '';
  await db.run(`
    COPY (SELECT person AS "user", item, strftime(make_timestamp(1000 * happened), '%Y-%m-%dT%H:%M:%S.%gZ') AS "time"${rating}
      FROM wanted ORDER BY happened, id, person) TO ${text(path)} (FORMAT ${format})`);
  return countsOf(db);
}

const number = (row: Record<string, unknown>, name: string): number => Number(entryOf(row, name));

async function countsOf(db: Database): Promise<TableCounts> {
  const one = async (sql: string): Promise<Record<string, unknown>> => {
    const [row] = await db.rows(sql);
    if (row === undefined) throw new Error(`no row for ${sql}`);
    return row;
  };
  const fates = await one(`
    SELECT count(*) AS lines, count(*) FILTER (fate = 'objected') AS objected, count(*) FILTER (fate = 'erased') AS erased,
      count(*) FILTER (fate = 'withdrawn') AS withdrawn, count(*) FILTER (fate = 'allowed') AS allowed FROM marked`);
  const kept = await one(`
    SELECT (SELECT count(*) FROM once) AS once, (SELECT count(*) FROM human) AS human, (SELECT count(*) FROM bots) AS bots,
      (SELECT count(*) FROM human WHERE type = 'interaction') AS taken, (SELECT count(*) FROM wanted) AS interactions,
      (SELECT count(DISTINCT person) FROM wanted) AS people`);
  const [once, human, taken] = [number(kept, 'once'), number(kept, 'human'), number(kept, 'taken')];
  return {
    lines: number(fates, 'lines'),
    interactions: number(kept, 'interactions'),
    people: number(kept, 'people'),
    repeated: number(fates, 'allowed') - once,
    erased: number(fates, 'erased'),
    withdrawn: number(fates, 'withdrawn'),
    objected: number(fates, 'objected'),
    dropped: once - human,
    bots: number(kept, 'bots'),
    unwanted: taken - number(kept, 'interactions'),
    otherTypes: human - taken,
  };
}
