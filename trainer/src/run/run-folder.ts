// A run's folder under $TRIMTAB_HOME/runs: its config, and a record of each stage that has finished.
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeJson } from '../files/atomic.ts';
import { canonicalJson, sha256 } from '../files/hash.ts';
import type { RunConfig, RunConfigInput } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';

export interface Run {
  name: string;
  folder: string;
  config: RunConfig;
  /** What was asked for, until the size of the data has decided the rest (settle.ts). */
  asked?: RunConfigInput;
}

export class RunError extends Error {
  override name = 'RunError';
}

/** `$TRIMTAB_HOME`, by default (and when it is empty) `.trimtab` in the checkout. */
export function homeFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['TRIMTAB_HOME'] || join(import.meta.dirname, '../../../.trimtab');
}

const runsFolder = (home: string): string => join(home, 'runs');

/** @throws RunError when the name could lead out of the folder of runs */
export const runFolder = (home: string, name: string): string => join(runsFolder(home), requireName(name));

/** A run for this config: one of the same name with another config is refused, so that a run's files belong together. */
export async function createRun(home: string, input: RunConfigInput, name?: string): Promise<Run> {
  const config = parseConfig(input, 'the options');
  const run = requireName(name ?? defaultName(config));
  const folder = runFolder(home, run);
  const path = join(folder, 'config.json');
  if (existsSync(path)) {
    const existing = await openRun(home, run);
    if (canonicalJson(existing.config) !== canonicalJson(config)) {
      throw new RunError(
        `the run "${run}" has another config (${path}: ${differences(existing.config, config).join(', ')}): ` +
          `choose another --run, or remove ${folder}`,
      );
    }
    return existing;
  }
  return { name: run, folder, config };
}

/** `training.maxEpochs is 8 and not 10` for each setting that differs. */
function differences(there: object, here: object, place: string = ''): string[] {
  const sides: [Record<string, unknown>, Record<string, unknown>] = [{ ...there }, { ...here }];
  return [...new Set(sides.flatMap((side) => Object.keys(side)))].flatMap((key) => {
    const [old, wanted] = [sides[0][key], sides[1][key]];
    if (canonicalJson([old]) === canonicalJson([wanted])) return [];
    if (isObject(old) && isObject(wanted)) return differences(old, wanted, `${place}${key}.`);
    return [
      `${place}${key} is ${JSON.stringify(old) ?? 'not set'} and not ${JSON.stringify(wanted) ?? 'unset'}`,
    ];
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Makes the run one that can be opened. Called when its data has been read, so that a mistyped path leaves nothing. */
export async function saveConfig(run: Run): Promise<void> {
  const path = join(run.folder, 'config.json');
  if (!existsSync(path)) await writeJson(path, run.config);
  delete run.asked;
}

/** `<data>-<hash of the config>`: the same config is the same run, and goes on where it was. */
export function defaultName(config: RunConfig): string {
  return `${plainWord(basename(config.data.source))}-${sha256(canonicalJson(config)).slice(0, 8)}`;
}

/** What of any name can name a folder everywhere: `école` → `ecole`, `.hidden` → `hidden`, `データ` → `data`. */
function plainWord(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '').replace(/[^\w.-]/g, '-'); // prettier-ignore
  return plain.replace(/^\W+/, '').slice(0, 80) || 'data';
}

/** A name becomes a folder, so it must not lead anywhere else. */
function requireName(name: string): string {
  if (/^\w[\w.-]{0,99}$/.test(name)) return name;
  throw new RunError(
    `"${name}" is no name for a run: expected at most 100 letters, digits, dots, _ and -, and no dot or - first`,
  );
}

export const runExists = (home: string, name: string): boolean =>
  existsSync(join(runsFolder(home), requireName(name), 'config.json'));

/** The run of this name, or the newest when no name is given. */
export async function openRun(home: string, name?: string): Promise<Run> {
  const chosen = name ?? (await newestRun(home));
  const folder = join(runsFolder(home), chosen);
  const path = join(folder, 'config.json');
  if (!runExists(home, chosen)) {
    throw new RunError(
      `there is no run "${chosen}" in ${runsFolder(home)}, but ${await namesOfRuns(home)}; ` +
        `"trimtab run --run ${chosen}" starts it`,
    );
  }
  return { name: chosen, folder, config: parseConfig(JSON.parse(await readFile(path, 'utf8')), path) };
}

async function namesOfRuns(home: string): Promise<string> {
  const folder = runsFolder(home);
  const names = existsSync(folder) ? await readdir(folder) : [];
  return names.length === 0 ? 'no other either' : names.sort().join(', ');
}

async function newestRun(home: string): Promise<string> {
  const folder = runsFolder(home);
  const names = existsSync(folder) ? await readdir(folder) : [];
  const dated = await Promise.all(
    names
      .filter((name) => existsSync(join(folder, name, 'config.json')))
      .map(async (name) => ({ name, time: (await stat(join(folder, name, 'config.json'))).mtimeMs })),
  );
  const newest = dated.sort((a, b) => b.time - a.time)[0];
  if (newest === undefined) throw new RunError(`there is no run in ${folder}: start one with "trimtab run"`);
  return newest.name;
}

const recordSchema = z.object({
  key: z.string(),
  seconds: z.number(),
  finishedAt: z.iso.datetime(),
  backend: z.string(),
  /** The most memory that the process of the stage had held by its end; absent in records older than this. */
  peakMiB: z.number().optional(),
});

export type StageRecord = z.infer<typeof recordSchema>;

const recordPath = (run: Run, stage: string): string => join(run.folder, 'stages', `${stage}.json`);

export async function stageRecord(run: Run, stage: string): Promise<StageRecord | null> {
  const path = recordPath(run, stage);
  if (!existsSync(path)) return null;
  const parsed = recordSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  return parsed.success ? parsed.data : null;
}

export const writeStageRecord = (run: Run, stage: string, record: StageRecord): Promise<void> =>
  writeJson(recordPath(run, stage), record);

/** The folder in which a stage keeps its finished parts until it is whole. */
export const partsFolder = (run: Run, stage: string): string => join(run.folder, 'stages', `${stage}.parts`);

/** What these stages left counts as unfinished from now on. */
export async function forgetStages(run: Run, stages: readonly string[]): Promise<void> {
  for (const stage of stages) await rm(recordPath(run, stage), { force: true });
}
