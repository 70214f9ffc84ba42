// The commands that run stages: data, train, sae, concepts, evaluate, export, and run for all of them.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { stageRecord } from '../run/run-folder.ts';
import type { Run } from '../run/run-folder.ts';
import { artifactFolder, metricsFile } from '../run/files-of-run.ts';
import { peakOfRun } from '../run/memory.ts';
import { runStages, STAGES } from '../run/stages.ts';
import { startBackend } from '../tensorflow/backend.ts';
import type { RunOptions } from './options.ts';
import { newRunOf, runOf } from './options.ts';

/** The last stage of each command. */
const COMMANDS = {
  data: 'data',
  train: 'train',
  sae: 'sae',
  concepts: 'concepts',
  evaluate: 'evaluate',
  export: 'export',
  run: 'export',
} as const;

export type StageCommand = keyof typeof COMMANDS;

export async function runCommand(name: StageCommand, options: RunOptions): Promise<void> {
  const until = COMMANDS[name];
  const startsRun = name === 'run' || name === 'data' || name === 'train';
  const run = await (startsRun ? newRunOf(options) : runOf(options));
  await work(run, until, options);
  await show(run, until, options.json === true);
}

export async function work(run: Run, until: string, { backend: wanted, force }: RunOptions): Promise<void> {
  const backend = await startBackend(wanted === undefined ? {} : { backend: wanted });
  console.error(backend.reason);
  console.error(`run: ${run.name} in ${run.folder}`);
  await runStages({ run, backend, until, force: force === true });
}

async function show(run: Run, until: string, json: boolean): Promise<void> {
  const peakMiB = await peakOfRun(run, stagesUpTo(until));
  if (peakMiB !== null) console.error(`peak memory of the run: ${peakMiB} MiB`);
  if (!json) return;
  const document =
    until === 'evaluate' ? await readMetrics(run) : { ...(await summary(run, until)), peakMiB };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

const readMetrics = async (run: Run): Promise<unknown> =>
  JSON.parse(await readFile(metricsFile(run), 'utf8'));

const stagesUpTo = (until: string): string[] => {
  const names = STAGES.map(({ name }) => name);
  return names.slice(0, names.indexOf(until) + 1);
};

async function summary(run: Run, until: string): Promise<object> {
  const record = await stageRecord(run, until);
  const artifact = artifactFolder(run);
  return {
    run: run.name,
    folder: run.folder,
    stage: until,
    seconds: record?.seconds ?? null,
    artifact: existsSync(artifact) ? artifact : null,
    config: run.config,
  };
}
