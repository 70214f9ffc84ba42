// From interactions in any known form to a Dataset: detect, load, filter, number, describe.
import { addAppEvents } from './forms/app-events.ts';
import { trainingCounts } from './assemble.ts';
import type { Dataset } from './dataset.ts';
import { detectForm, TABLE_FILE, type Form } from './forms/detect.ts';
import { withDatabase, type Database } from './tables/duckdb.ts';
import { DataError } from './errors.ts';
import { compactIds, filterEvents, type Events } from './tables/filters.ts';
import { loadColumns, type ColumnOptions } from './forms/columns.ts';
import { loadMovieLens } from './forms/movielens.ts';
import { loadMusic4All } from './forms/music4all.ts';
import { loadRecBole } from './forms/recbole.ts';
import { loadSasRec } from './forms/sasrec.ts';
import type { LoadedSource } from './tables/interactions.ts';
import { catalogueFrom } from './tables/item-descriptions.ts';

export interface ReadOptions extends ColumnOptions {
  /** A folder or a file. */
  source: string;
  /** What the data set is called; by default after the folder or file. */
  name?: string | undefined;
  /** A file of what apps sent, to join the interactions of the source. */
  events?: string | undefined;
  /** Interactions rated lower are dropped. */
  minRating?: number | undefined;
  /** Interactions that each user and each item must have; by default 5 for raw ratings, 1 where all was filtered. */
  kCore?: number | undefined;
  /** Whether people come back to items; by default as the form of the source has it. */
  repeats?: boolean | undefined;
}

/** @throws DataError, each of whose messages says where, what was expected and what to do */
export async function readSource(options: ReadOptions): Promise<Dataset> {
  requireWhole(options.kCore);
  const form = formFor(await detectForm(options.source), options);
  return withDatabase(async (db) => {
    const loaded = await load(db, form, options);
    if (options.events !== undefined) await addAppEvents(db, options.events);
    await numberIds(db, loaded.file, options.minRating);
    const all = await readEvents(db, loaded);
    const kCore = options.kCore ?? loaded.kCore;
    const repeats = options.repeats ?? loaded.repeats;
    const events = filterEvents(all, { kCore, repeats });
    if (events.users.length === 0) throw emptyResult(loaded.file, all.users.length, kCore);
    return { ...(await datasetOf(db, options.name ?? form.name, events, loaded)), repeats };
  });
}

/** Whoever names columns has a table with named columns, even where its own form is known. */
function formFor(form: Form, { user, item, time, items }: ReadOptions): Form {
  if ([user, item, time, items].every((option) => option === undefined)) return form;
  if (TABLE_FILE.test(form.file)) return { ...form, kind: 'columns' };
  throw new DataError('invalid-option', {
    file: form.file,
    problem: 'has no column names, so none can be chosen',
    expected: 'a .csv, .tsv, .parquet, .ndjson or .jsonl file',
    advice: 'Leave the columns and the items file away',
  });
}

function load(db: Database, form: Form, options: ReadOptions): Promise<LoadedSource> {
  if (form.kind === 'sasrec') return loadSasRec(db, form);
  if (form.kind === 'recbole') return loadRecBole(db, form);
  if (form.kind === 'movielens') return loadMovieLens(db, form);
  if (form.kind === 'music4all') return loadMusic4All(db, form);
  return loadColumns(db, form, options);
}

/** Users and items get numbers by first appearance in the file: the one place where outside ids end. */
async function numberIds(db: Database, file: string, minRating: number | undefined): Promise<void> {
  if (minRating !== undefined) {
    const [rated] = await db.rows('SELECT count(rating) AS n FROM interactions');
    if (rated?.['n'] === 0) throw noRatings(file);
    await db.run(`DELETE FROM interactions WHERE rating IS NULL OR rating < ${Number(minRating)}`);
  }
  for (const column of ['user', 'item']) {
    await db.run(`CREATE OR REPLACE TABLE ${column}_ids AS SELECT "${column}" AS id,
      (row_number() OVER (ORDER BY min(row)) - 1)::INTEGER AS n FROM interactions GROUP BY "${column}"`);
  }
}

async function readEvents(db: Database, { order }: LoadedSource): Promise<Events> {
  const [size] = await db.rows('SELECT count(*) AS n, count(time) AS timed FROM interactions');
  const n = Number(size?.['n'] ?? 0);
  const timed = n > 0 && size?.['timed'] === n;
  const events: Events = {
    users: new Int32Array(n),
    items: new Int32Array(n),
    times: timed ? new Float64Array(n) : null,
  };
  await db.fill(
    `SELECT u.n, i.n ${timed ? ', e.time' : ''} FROM interactions e
      JOIN user_ids u ON u.id = e."user" JOIN item_ids i ON i.id = e.item
      ORDER BY u.n, ${order === 'time' ? 'e.time, ' : ''} e.row`,
    events.times === null ? [events.users, events.items] : [events.users, events.items, events.times],
  );
  return events;
}

async function datasetOf(db: Database, name: string, events: Events, loaded: LoadedSource): Promise<Dataset> {
  const users = compactIds(events.users);
  const items = compactIds(events.items);
  const userIds = await namesOf(db, 'user_ids', users.old);
  const itemIds = await namesOf(db, 'item_ids', items.old);
  const offsets = new Int32Array(userIds.length + 1);
  users.compact.forEach((user, i) => {
    offsets[user + 1] = i + 1;
  });
  const catalogue = catalogueFrom(itemIds, loaded.descriptions);
  // The licences of other people's data are not ours to judge: no history of theirs is shown.
  const data = { name, catalogue, userIds, offsets, items: items.compact, times: events.times };
  const counts = trainingCounts({ ...data, historiesShareable: false }, itemIds.length);
  return { ...data, catalogue: { ...catalogue, counts }, historiesShareable: false };
}

async function namesOf(db: Database, table: string, kept: Int32Array): Promise<string[]> {
  const all = (await db.rows(`SELECT id FROM ${table} ORDER BY n`)).map(({ id }) => String(id));
  return Array.from(kept, (n) => all[n] as string);
}

function requireWhole(kCore: number | undefined): void {
  if (kCore === undefined || (Number.isSafeInteger(kCore) && kCore >= 1)) return;
  throw new DataError('invalid-option', {
    problem: `a k-core of ${kCore} makes no sense`,
    expected: 'a whole number of interactions, 1 or more',
    advice: 'Use 1 to keep every user and item',
  });
}

function noRatings(file: string): DataError {
  return new DataError('unknown-column', {
    file,
    problem: 'has no ratings, so a minimum rating cannot be asked for',
    expected: 'a column "rating"',
    advice: 'Leave the minimum rating away',
  });
}

function emptyResult(file: string, interactions: number, kCore: number): DataError {
  return new DataError('empty-result', {
    file,
    problem: `nothing is left of ${interactions} interactions after filtering with k-core ${kCore}`,
    expected: `users and items with at least ${kCore} interactions each`,
    advice: 'Lower the k-core or the minimum rating, or bring more data',
  });
}
