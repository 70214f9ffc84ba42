// From interactions in any known form to a Dataset: detect, load, filter, number, describe.
import { trainingCounts } from './assemble.ts';
import type { Dataset } from './dataset.ts';
import { DataError } from './errors.ts';
import { addAppEvents } from './forms/app-events.ts';
import { loadColumns, type ColumnOptions } from './forms/columns.ts';
import { filesBeside } from './forms/companions.ts';
import { detectForm, type Form, type FormKind } from './forms/detect.ts';
import { loadMusic4All } from './forms/music4all.ts';
import { loadSasRec } from './forms/sasrec.ts';
import { loadSequences } from './forms/sequences.ts';
import { describeJoin, describeSample } from './sample.ts';
import { withDatabase, type Database } from './tables/duckdb.ts';
import { compactIds, filterEvents, type Events } from './tables/filters.ts';
import { refuseLosses, type FilterSteps } from './tables/filter-steps.ts';
import type { LoadedSource } from './tables/interactions.ts';
import { leaveOutPeople } from './tables/left-out.ts';
import { catalogueFrom } from './tables/item-descriptions.ts';

export interface ReadOptions extends ColumnOptions {
  /** A folder or a file. */
  source: string;
  /** What the data set is called; by default after the folder or file. */
  name?: string | undefined;
  /** A file of what apps sent, to join the interactions of the source. */
  events?: string | undefined;
  /** A file of people who may not be learnt from (`leaveOutPeople`): their interactions of the source are left out. */
  leftOut?: string | undefined;
  /** Interactions that each user and each item must have; by default 5 for raw ratings, 1 where all was filtered. */
  kCore?: number | undefined;
  /** Whether people come back to items; by default as the form of the source has it. */
  repeats?: boolean | undefined;
  /** Whether an items file or events that fit hardly any item of the source are taken all the same. */
  unjoined?: boolean | undefined;
  /** Gets one line for each thing that a person should know of how the data was read. */
  log?: ((line: string) => void) | undefined;
}

/**
 * Reads interactions of any known form into a data set.
 *
 * @throws DataError, each of whose messages says where, what was expected and what to do
 * @example await readSource({ source: 'interactions.csv', items: 'items.csv', kCore: 1 })
 */
export async function readSource(options: ReadOptions): Promise<Dataset> {
  requireWhole(options.kCore);
  const { minRating, unjoined, log = () => undefined } = options;
  const form = formFor(await detectForm(options.source, options), options);
  return withDatabase(async (db) => {
    const loaded = await LOADERS[form.kind](db, form, options);
    [...form.notes, ...loaded.notes].forEach(log);
    if (options.leftOut !== undefined) log(await leaveOutPeople(db, options.leftOut));
    const sent =
      options.events === undefined ? null : await addAppEvents(db, options.events, { minRating, unjoined });
    const read = await rowsOf(db);
    if (minRating !== undefined)
      await db.run(`DELETE FROM interactions WHERE rating IS NULL OR rating < ${Number(minRating)}`);
    await numberIds(db);
    const all = await readEvents(db, loaded, sent?.after);
    const kCore = options.kCore ?? loaded.kCore;
    const repeats = options.repeats ?? loaded.repeats ?? false;
    const filtered = filterEvents(all, { kCore, repeats });
    const steps: FilterSteps = { read, rated: all.users.length, minRating, kCore, asked: options.kCore !== undefined, all, filtered }; // prettier-ignore
    refuseLosses(loaded.file, steps).forEach(log);
    const data = await datasetOf(db, options.name ?? form.name, filtered.events, loaded);
    describeJoin(data, loaded, unjoined).forEach(log);
    log(describeSample(data));
    return { ...data, repeats };
  });
}

/** Every file that `readSource` reads for these options, so that a change of one is noticed; events are not among them. */
export async function filesRead(options: Omit<ReadOptions, 'events'>): Promise<string[]> {
  const form = formFor(await detectForm(options.source, options), options);
  return [...form.files, ...(await filesBeside(form, options.items))];
}

/** Whoever names columns has a table with named columns, even where its own form is known. */
function formFor(form: Form, { user, item, time }: ReadOptions): Form {
  if ([user, item, time].every((option) => option === undefined)) return form;
  if (form.kind !== 'sasrec' && form.kind !== 'sequences')
    return form.kind === 'music4all' ? { ...form, kind: 'columns' } : form;
  throw new DataError('invalid-option', {
    file: form.files[0] ?? form.folder,
    problem: 'has lines of users and items without column names, so none can be chosen',
    expected: 'a table with columns',
    advice: 'Leave the columns away',
  });
}

type Loader = (db: Database, form: Form, options: ReadOptions) => Promise<LoadedSource>;

const LOADERS: Readonly<Record<FormKind, Loader>> = {
  sasrec: loadSasRec,
  sequences: loadSequences,
  music4all: loadMusic4All,
  movielens: loadColumns,
  recbole: loadColumns,
  columns: loadColumns,
};

async function rowsOf(db: Database): Promise<number> {
  const [size] = await db.rows('SELECT count(*) AS n FROM interactions');
  return Number(size?.['n']);
}

/** Users and items get numbers by first appearance in the file: the one place where outside ids end. */
async function numberIds(db: Database): Promise<void> {
  for (const column of ['user', 'item']) {
    await db.run(`CREATE OR REPLACE TABLE ${column}_ids AS SELECT "${column}" AS id,
      (row_number() OVER (ORDER BY min(row)) - 1)::INTEGER AS n FROM interactions GROUP BY "${column}"`);
  }
}

/** @param after the row beyond which rows are of events */
async function readEvents(db: Database, { order }: LoadedSource, after?: number): Promise<Events> {
  const [size] = await db.rows('SELECT count(*) AS n, count(time) AS timed FROM interactions');
  const n = Number(size?.['n']);
  const timed = n > 0 && size?.['timed'] === n;
  const [users, items] = [new Int32Array(n), new Int32Array(n)];
  const times = timed ? [new Float64Array(n)] : [];
  const sent = after === undefined ? [] : [new Int32Array(n)];
  await db.fill(
    `SELECT u.n, i.n ${timed ? ', e.time' : ''} ${after === undefined ? '' : `, (e.row > ${after})::INTEGER`} FROM interactions e
      JOIN user_ids u ON u.id = e."user" JOIN item_ids i ON i.id = e.item
      ORDER BY u.n, ${order === 'time' ? 'e.time, ' : ''} e.row`,
    [users, items, ...times, ...sent],
  );
  return { users, items, times: times[0] ?? null, sent: sent[0] };
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
