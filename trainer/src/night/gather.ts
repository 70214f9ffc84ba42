// Step gather: what apps sent becomes a table of the night, and the settings that train on it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunConfigInput } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
import { withDefaults } from '../config/defaults.ts';
import { GENERATED } from '../data/source.ts';
import { compactDays } from '../events/compact.ts';
import type { EventFiles } from '../events/event-files.ts';
import { countsSchema, gatherEvents, itemsOfTable, type GatherCounts } from '../events/gather-events.ts';
import { readMarks } from '../events/marks.ts';
import { writeJson, writeWhole } from '../files/atomic.ts';
import { canonicalJson, sha256, sha256OfFile } from '../files/hash.ts';
import { PublishError } from '../publish/errors.ts';
import { codeHash } from '../publish/version.ts';
import { contentsRead } from '../run/stages/data.ts';
import type { Bounds } from '../gates/bounds.ts';
import { NightError } from './night-error.ts';

export interface GatheredTable {
  /** Items, and in how many rows they are. */
  items: [item: string, rows: number][];
  counts: GatherCounts;
}

export interface NightData {
  /** Settings of the run, the night's table in them. */
  config: RunConfigInput;
  /** Null where no events are gathered. */
  gathered: GatheredTable | null;
  /** Hash of data, settings, code and bounds: a night of the same inputs as the last good one has nothing to do. */
  inputs: string;
}

interface GatherOptions {
  asked: RunConfigInput;
  /** Null where apps send none. */
  events: EventFiles | null;
  bounds: Bounds;
  /** Of this night. */
  folder: string;
  /** An earlier attempt at this night gathered already, and is gone on with. */
  resumed: boolean;
  /** Derives whole days on the way; absent where nothing may be written. */
  compacting?: { now: () => number; say: (line: string) => void };
}

const TABLE = 'events.parquet';

/** @throws NightError `empty-night` where there is nothing at all to train on */
export async function gatherNight(options: GatherOptions): Promise<NightData> {
  const { asked, events, folder } = options;
  const table = join(folder, TABLE);
  const gathered = events === null ? null : await gatheredOnce(events, options);
  // What apps sent is gathered without them, and the built-in data is of nobody.
  const hasPeople = events !== null && asked.data?.source !== undefined && asked.data.source !== GENERATED;
  const leftOut = hasPeople ? await writeLeftOut(events, join(folder, 'left-out.ndjson')) : null;
  const isEmpty = gathered === null || gathered.counts.interactions === 0;
  if (isEmpty && asked.data?.source === undefined) {
    throw new NightError(
      'empty-night',
      'there is nothing to train on: apps have sent nothing that may be learnt from, and no data is given; what serves ' +
        'goes on serving. Give data with --data, or wait until apps have sent events',
    );
  }
  const joined = isEmpty ? asked : withTable(asked, table);
  const config = leftOut === null ? joined : { ...joined, data: { ...joined.data, leftOut } };
  return { config, gathered, inputs: await inputsOf(config, isEmpty ? null : table, options.bounds) };
}

/** Beside the data that is given, or all there is. */
function withTable(asked: RunConfigInput, table: string): RunConfigInput {
  const { source, ...rest } = asked.data ?? {};
  return {
    ...asked,
    data: source === undefined ? { ...rest, source: table } : { ...rest, source, events: table },
  };
}

/**
 * Base data may name people as the app does (`trimtab pseudonyms`): who was erased or objects is left out of it too.
 *
 * @returns the file, or null where there is nobody
 */
async function writeLeftOut(events: EventFiles, path: string): Promise<string | null> {
  const { erasedAt, withdrawnAt, objecting } = await readMarks(events);
  const timed = new Map([...withdrawnAt, ...erasedAt]);
  for (const [person, at] of withdrawnAt) timed.set(person, Math.max(at, timed.get(person) ?? -Infinity));
  const rows = [
    ...[...timed].filter(([person]) => !objecting.has(person)).map(([person, until]) => ({ person, until })),
    ...[...objecting].map((person) => ({ person, until: null })),
  ].sort((a, b) => (a.person < b.person ? -1 : 1));
  if (rows.length === 0) return null;
  await writeWhole(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}

const summarySchema = z.object({ sha256: z.string(), counts: countsSchema });

async function gatheredOnce(
  events: EventFiles,
  { folder, resumed, compacting }: GatherOptions,
): Promise<GatheredTable> {
  const [table, summary] = [join(folder, TABLE), join(folder, 'gathered.json')];
  if (resumed && existsSync(summary) && existsSync(table)) {
    const { sha256: expected, counts } = summarySchema.parse(JSON.parse(await readFile(summary, 'utf8')));
    if ((await sha256OfFile(table)) === expected) {
      return { items: await itemsOfTable(table), counts };
    }
  }
  if (compacting !== undefined) await compact(events, compacting);
  const counts = await gatherEvents(events, table);
  await writeJson(summary, { sha256: await sha256OfFile(table), counts });
  return { items: await itemsOfTable(table), counts };
}

/** Where the bucket may only be read, days stay lines: a night reads those as well. */
async function compact(
  events: EventFiles,
  { now, say }: NonNullable<GatherOptions['compacting']>,
): Promise<void> {
  try {
    const { made, gone } = await compactDays(events, await readMarks(events), now());
    if (made.length + gone.length > 0)
      say(`compacted ${made.length} days, and removed ${gone.length} that have expired`);
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    say(`days stay as they are: ${error.message}`);
  }
}

/** Where files lie is none of it: what is in them counts. */
async function inputsOf(config: RunConfigInput, table: string | null, bounds: Bounds): Promise<string> {
  const { data, ...settings } = parseConfig(withDefaults(config), 'the options');
  const { source, items: _items, events: _events, leftOut, ...reading } = data;
  const contents = table === source ? null : ((await contentsRead(data)) ?? source);
  const sent = table === null ? null : await sha256OfFile(table);
  const left = leftOut === undefined ? null : await sha256OfFile(leftOut);
  return sha256(canonicalJson([settings, reading, contents, sent, left, await codeHash(), bounds]));
}
