// Options that commands share, and how they become a run's config.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { RELEASE_NAMES } from '../data/releases/movielens.ts';
import { GENERATED } from '../data/source.ts';
import type { RunConfigInput } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
import type { Run } from '../run/run-folder.ts';
import { setKey } from '../config/set-key.ts';
import { homeFolder, openRun, runExists } from '../run/run-folder.ts';
import { startRun } from '../run/settle.ts';
import { earlierVersion } from './from.ts';
import type { BackendName } from '../tensorflow/backend-name.ts';

export interface RunOptions {
  run?: string;
  data?: string;
  user?: string;
  item?: string;
  time?: string;
  items?: string;
  events?: string;
  minRating?: number;
  kCore?: number;
  separator?: string[];
  config?: string;
  set?: string[];
  seed?: number;
  /** A run or a version to go on from. */
  from?: string;
  /** Follows its concepts alone, and trains anew. */
  cold?: boolean;
  backend?: BackendName;
  force?: boolean;
  json?: boolean;
}

/** Tells whether the options say what to train on or how; then they, and not a name alone, decide which run is meant. */
export function saysWhatToTrain(options: RunOptions): boolean {
  const { data, user, item, time, items, events, minRating, kCore, separator, config, set, seed, from } =
    options;
  const told = [data, user, item, time, items, events, minRating, kCore, separator, config, set, seed, from];
  return told.some((value) => value !== undefined);
}

/** Opens the run that the options name, or starts one when they say what to train on. */
export async function runOf(options: RunOptions): Promise<Run> {
  const home = homeFolder();
  if (!saysWhatToTrain(options)) return openRun(home, options.run);
  return startRun(home, await askedConfig(options), options.run);
}

/**
 * The run as `runOf` finds it. Where neither options nor a run of that name are there, it starts one on the built-in data.
 *
 * @param adjust what else is asked of a run that is started
 */
export async function newRunOf(
  options: RunOptions,
  adjust: (input: RunConfigInput) => RunConfigInput = (input) => input,
): Promise<Run> {
  const home = homeFolder();
  if (options.run !== undefined && !saysWhatToTrain(options) && runExists(home, options.run)) {
    return openRun(home, options.run);
  }
  const given = {
    ...options,
    data:
      options.data ?? (options.config === undefined && options.from === undefined ? 'generated' : undefined),
  };
  return startRun(home, adjust(await askedConfig(given)), options.run);
}

/** What the options and the config file ask for; the rest are defaults (config/defaults.ts). */
export async function askedConfig(options: RunOptions): Promise<RunConfigInput> {
  const { config, data, user, item, time, items, events, minRating, kCore, separator, seed } = options;
  const earlier = await earlierOf(options);
  const file = config === undefined ? (earlier?.config ?? {}) : await readConfig(config);
  const separators = separator && Object.fromEntries(separator.map(separatorIn));
  const columns = { source: data, user, item, time, items, events, minRating, kCore, separators };
  const input: Record<string, unknown> = { ...file, ...(seed === undefined ? {} : { seed }) };
  if (earlier !== undefined) input['from'] = earlier.from;
  input['data'] = { ...file.data, ...withoutUndefined(columns) };
  for (const setting of options.set ?? []) assign(input, setting);
  return withWholePaths(input);
}

/** The version that the options go on from, and the settings of the run that made it, if it is here. */
async function earlierOf({ from, cold }: RunOptions): Promise<Earlier | undefined> {
  if (from === undefined) {
    if (cold === true)
      throw new Error('--cold says how a run goes on from another: give --from <run or version> too');
    return undefined;
  }
  const { version, config } = await earlierVersion(homeFolder(), from);
  return { config, from: { ...config?.from, version, weights: cold !== true } };
}

interface Earlier {
  config: RunConfigInput | undefined;
  from: RunConfigInput['from'];
}

const MARKS: Readonly<Record<string, string>> = { tab: '\t', space: ' ', none: '' };

/** `genres=,` → a column and its separator; tab, space and none in words. */
function separatorIn(given: string): [string, string] {
  const at = given.lastIndexOf('=');
  if (at < 1) throw new Error(`--separator ${given}: expected column=mark, such as genres=, or genres=none`);
  const mark = given.slice(at + 1);
  return [given.slice(0, at), MARKS[mark] ?? mark];
}

/** Paths are kept whole, wherever they were given, so that a run can go on from another folder. */
function withWholePaths(input: RunConfigInput): RunConfigInput {
  const { source, items, events, ...rest } = input.data ?? {};
  const paths = {
    source: source && absolute(source),
    items: items && resolve(items),
    events: events && resolve(events),
  };
  return { ...input, data: { ...rest, ...withoutUndefined(paths) } };
}

async function readConfig(path: string): Promise<RunConfigInput> {
  const refuse = (problem: string, cause: unknown): never => {
    throw new Error(
      `--config ${path}: ${problem}; expected a JSON file such as {"training":{"maxEpochs":10}}`,
      {
        cause,
      },
    );
  };
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    refuse(error.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${error.message})`, error),
  );
  const input = parseJson(text, (error) => refuse(`is not JSON (${error.message})`, error));
  parseConfig(input, path);
  return input as RunConfigInput;
}

function parseJson(text: string, refuse: (error: Error) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(error as Error);
  }
}

/** Known names stay names, even beside a folder of that name, as they do where data is opened. */
const absolute = (source: string): string =>
  source !== GENERATED && !RELEASE_NAMES.includes(source) && existsSync(source) ? resolve(source) : source;

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** `training.maxEpochs=10` → input.training.maxEpochs = 10; values are numbers or JSON where they parse, else text. */
function assign(input: Record<string, unknown>, setting: string): void {
  const [key = '', ...rest] = setting.split('=');
  if (rest.length === 0 || key === '' || key.endsWith('.'))
    throw new Error(`--set ${setting}: expected key=value, such as training.maxEpochs=10`);
  setKey(input, key, jsonOrText(rest.join('=')));
}

function jsonOrText(text: string): unknown {
  if (/^-?\.\d+$/.test(text)) return Number(text); // .5, which JSON writes as 0.5
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
