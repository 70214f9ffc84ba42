// Step gather: what apps sent becomes a table of the night, and the settings that train on it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunConfigInput } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
import { withDefaults } from '../config/defaults.ts';
import type { EventFiles } from '../events/event-files.ts';
import { countsSchema, gatherEvents, type Gathered } from '../events/gather-events.ts';
import { writeJson, writeWhole } from '../files/atomic.ts';
import { canonicalJson, sha256, sha256OfFile } from '../files/hash.ts';
import { codeHash } from '../publish/version.ts';
import { contentsRead } from '../run/stages/data.ts';
import type { Bounds } from '../gates/bounds.ts';
import { NightError } from './night-error.ts';

export interface NightData {
  /** Settings of the run, the night's table in them. */
  config: RunConfigInput;
  /** Null where no events are gathered. */
  gathered: { items: string[]; counts: Gathered['counts'] } | null;
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
}

const TABLE = 'events.ndjson';

/** @throws NightError `empty-night` where there is nothing at all to train on */
export async function gatherNight(options: GatherOptions): Promise<NightData> {
  const { asked, events, folder } = options;
  const table = join(folder, TABLE);
  const gathered = events === null ? null : await gatheredOnce(events, options);
  const isEmpty = gathered === null || gathered.items.length === 0;
  if (isEmpty && asked.data?.source === undefined) {
    throw new NightError(
      'empty-night',
      'there is nothing to train on: apps have sent nothing that may be learnt from, and no data is given; what serves ' +
        'goes on serving. Give data with --data, or wait until apps have sent events',
    );
  }
  const config = isEmpty ? asked : withTable(asked, table);
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

const summarySchema = z.object({ sha256: z.string(), counts: countsSchema });

async function gatheredOnce(
  events: EventFiles,
  { folder, resumed }: GatherOptions,
): Promise<NonNullable<NightData['gathered']>> {
  const [table, summary] = [join(folder, TABLE), join(folder, 'gathered.json')];
  if (resumed && existsSync(summary) && existsSync(table)) {
    const { sha256: expected, counts } = summarySchema.parse(JSON.parse(await readFile(summary, 'utf8')));
    if ((await sha256OfFile(table)) === expected) {
      return { items: itemsOf(await readFile(table, 'utf8')), counts };
    }
  }
  const { interactions, counts } = await gatherEvents(events);
  const text = interactions.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeWhole(table, text);
  await writeJson(summary, { sha256: sha256(text), counts });
  return { items: interactions.map(({ item }) => item), counts };
}

const itemsOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { item: string }).item]));

/** Where files lie is none of it: what is in them counts. */
async function inputsOf(config: RunConfigInput, table: string | null, bounds: Bounds): Promise<string> {
  const { data, ...settings } = parseConfig(withDefaults(config), 'the options');
  const { source, items: _items, events: _events, ...reading } = data;
  const contents = table === source ? null : ((await contentsRead(data)) ?? source);
  const sent = table === null ? null : await sha256OfFile(table);
  return sha256(canonicalJson([settings, reading, contents, sent, await codeHash(), bounds]));
}
