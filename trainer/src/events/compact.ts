// Derives whole days of events as Parquet. Lines stay the source: a day is made anew when its lines changed, when somebody in
// it was erased or took their consent back since, or by other rules; and it goes when its lines have gone or its events expire.
import { readFile, writeFile } from 'node:fs/promises';
import { EVENTS_KEPT_DAYS, eventsPrefix } from '@trimtab/shared/events.ts';
import { text, withDatabase, type Database } from '../data/tables/duckdb.ts';
import { sha256 } from '../files/hash.ts';
import {
  compactedFactsKey,
  compactedKey,
  compactedPrefix,
  readFacts,
  RULES,
  sourceOf,
  type CompactedFacts,
} from './compacted.ts';
import { readText, type EventFiles, type ListedFile } from './event-files.ts';
import { eventsOf, rowsOf } from './event-lines.ts';
import { loadTimes, viewEvents } from './event-table.ts';
import { inParallel } from './in-parallel.ts';
import { FILES_AT_ONCE, type Marks } from './marks.ts';

const DAY = 86_400_000;

/** After its beginning: a day over, and a day more, in which the queue may still write lines of it. */
const WHOLE_AFTER = 2 * DAY;

/** A day expires with its events, whatever became of its files since: rewriting one makes it young again for R2. */
const EXPIRES_AFTER = (EVENTS_KEPT_DAYS + 1) * DAY;

export interface Compaction {
  /** Days made, made anew, left as they were, and gone. */
  made: string[];
  kept: string[];
  gone: string[];
}

interface Day {
  day: string;
  files: ListedFile[];
}

/** Event files by the day of their receipt, the oldest first. */
export async function daysOf(files: EventFiles): Promise<Day[]> {
  const days = new Map<string, ListedFile[]>();
  for (const file of await files.list(eventsPrefix)) {
    const day = file.key.slice(eventsPrefix.length, eventsPrefix.length + 'YYYY-MM-DD'.length);
    const own = days.get(day);
    if (own === undefined) days.set(day, [file]);
    else own.push(file);
  }
  return [...days].map(([day, own]) => ({ day, files: own })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** @param now milliseconds since 1970 */
export async function compactDays(files: EventFiles, marks: Marks, now: number): Promise<Compaction> {
  const days = await daysOf(files);
  const before = await compactedBefore(files);
  const age = ({ day }: Day): number => now - Date.parse(day);
  const whole = days.filter((one) => age(one) >= WHOLE_AFTER && age(one) < EXPIRES_AFTER);
  const compaction: Compaction = { made: [], kept: [], gone: [] };
  for (const one of whole) {
    const facts = before.get(one.day) ?? null;
    const isGood = facts !== null && (await isAsItShouldBe(files, one, facts, marks));
    if (!isGood) await compactDay(files, one, marks, now);
    compaction[isGood ? 'kept' : 'made'].push(one.day);
  }
  const there = new Set(whole.map(({ day }) => day));
  for (const day of before.keys()) {
    if (there.has(day)) continue;
    await files.remove(compactedKey(day));
    await files.remove(compactedFactsKey(day));
    compaction.gone.push(day);
  }
  return compaction;
}

async function compactedBefore(files: EventFiles): Promise<Map<string, CompactedFacts | null>> {
  const listed = (await files.list(compactedPrefix)).filter(({ key }) => key.endsWith('.json'));
  const days = listed.map(({ key }) => key.slice(compactedPrefix.length, -'.json'.length));
  const facts = await inParallel(days, FILES_AT_ONCE, (day) => readFacts(files, day));
  return new Map(days.map((day, i) => [day, facts[i] ?? null]));
}

async function isAsItShouldBe(
  files: EventFiles,
  { day, files: own }: Day,
  facts: CompactedFacts,
  marks: Marks,
): Promise<boolean> {
  if (facts.rules !== RULES || facts.source !== sourceOf(own)) return false;
  const since = Date.parse(facts.compactedAt);
  const recent = [...marks.erasedAt, ...marks.withdrawnAt].flatMap(([person, at]) =>
    at >= since ? [person] : [],
  );
  return recent.length === 0 || !(await holdsAny(files, day, new Set(recent)));
}

/** Whether a compacted day has rows of any of these people. */
const holdsAny = (files: EventFiles, day: string, people: ReadonlySet<string>): Promise<boolean> =>
  withDatabase(async (db) => {
    const path = await db.scratch();
    await writeFile(path, await files.read(compactedKey(day)));
    const rows = await db.rows(`SELECT DISTINCT person FROM read_parquet(${text(path)})`);
    return rows.some(({ person }) => people.has(String(person)));
  });

/** The rules of one day: schema, then duplicates, then who was erased or took their consent back. Impressions train nothing. */
async function compactDay(
  files: EventFiles,
  { day, files: own }: Day,
  marks: Marks,
  now: number,
): Promise<void> {
  await withDatabase(async (db) => {
    const lines = await linesOf(db, files, own);
    await viewEvents(db, { lines: [lines], days: [] });
    const { rows, ...leftOut } = await keepRows(db, marks);
    const path = await db.scratch();
    await db.run(
      `COPY (SELECT * FROM kept ORDER BY person, happened, id) TO ${text(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    const [span] = await db.rows('SELECT min(happened) AS first, max(happened) AS last FROM kept');
    const bytes = await readFile(path);
    const facts: CompactedFacts = {
      rules: RULES,
      source: sourceOf(own),
      compactedAt: new Date(now).toISOString(),
      rows,
      ...(rows > 0 && { first: timeOf(span?.['first']), last: timeOf(span?.['last']) }),
      leftOut,
      sha256: sha256(bytes),
    };
    // The facts come last: a day without them is made anew.
    await files.write(compactedKey(day), bytes);
    await files.write(compactedFactsKey(day), new TextEncoder().encode(`${JSON.stringify(facts)}\n`));
  });
}

const timeOf = (milliseconds: unknown): string => new Date(Number(milliseconds)).toISOString();

async function linesOf(db: Database, files: EventFiles, own: readonly ListedFile[]): Promise<string> {
  const texts = await inParallel(own, FILES_AT_ONCE, async ({ key }) =>
    rowsOf(eventsOf(await readText(files, key), `${key} in ${files.name}`)),
  );
  const path = await db.scratch();
  await writeFile(path, texts.join(''));
  return path;
}

/** Makes `kept`. Bots and objections are looked for when a night gathers: they are of all days, and may be lifted. */
async function keepRows(
  db: Database,
  { erasedAt, withdrawnAt }: Marks,
): Promise<{ rows: number } & CompactedFacts['leftOut']> {
  await loadTimes(db, 'erased', erasedAt);
  await loadTimes(db, 'withdrawn', withdrawnAt);
  await db.run(
    'CREATE TABLE present AS SELECT sent.* FROM sent LEFT JOIN erased USING (person) WHERE until IS NULL OR received > until',
  );
  await db.run(
    'CREATE TABLE agreed AS SELECT present.* FROM present LEFT JOIN withdrawn USING (person) WHERE until IS NULL OR received > until',
  );
  await db.run(`
    CREATE TABLE once AS SELECT * FROM agreed
    QUALIFY row_number() OVER (PARTITION BY person, id ORDER BY received, happened, type, item) = 1`);
  await db.run("CREATE TABLE kept AS SELECT * FROM once WHERE type <> 'impression'");
  const [row] = await db.rows(
    'SELECT ' +
      ['sent', 'present', 'agreed', 'once', 'kept']
        .map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`)
        .join(', '),
  );
  const countIn = (table: string): number => Number(row?.[table]);
  return {
    rows: countIn('kept'),
    repeated: countIn('agreed') - countIn('once'),
    erased: countIn('sent') - countIn('present'),
    withdrawn: countIn('present') - countIn('agreed'),
    impressions: countIn('once') - countIn('kept'),
  };
}
