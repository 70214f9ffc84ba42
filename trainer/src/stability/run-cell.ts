// One training of `trimtab stability`: a run up to its concepts, with the files that others follow it by.
import { parseConfig, type RunConfig } from '../config/schema.ts';
import type { Backend } from '../tensorflow/backend.ts';
import { loadData } from '../run/files-of-run.ts';
import { createRun, stageRecord, type Run } from '../run/run-folder.ts';
import { exportTraining } from '../run/stages/export-training.ts';
import { loadConcepts } from '../run/files-of-run.ts';
import { runStages } from '../run/stages.ts';
import type { Cell } from './plan.ts';

export interface CellContext {
  home: string;
  /** Of all cells of this comparison. */
  name: string;
  config: RunConfig;
  until: readonly number[];
  backend: () => Promise<Backend>;
}

/** The version that a cell's files are kept under. */
export const versionOf = (name: string, cell: string): string => `${name}-${cell}`;

export async function runOfCell({ home, name, config, until }: CellContext, cell: Cell): Promise<Run> {
  const changed = cell.change(config);
  const from = cell.from && {
    ...config.from,
    version: versionOf(name, cell.from),
    weights: cell.warm,
  };
  const own = parseConfig(
    {
      ...changed,
      data: { ...changed.data, until: until[cell.night] },
      concepts: { ...changed.concepts, methods: [] },
      ...(from && { from }),
    },
    `the cell ${cell.name}`,
  );
  return createRun(home, own, versionOf(name, cell.name));
}

/** Trains what is not trained yet. @returns seconds of the training, and of what follows */
export async function runCell(context: CellContext, cell: Cell): Promise<{ run: Run; seconds: Seconds }> {
  const run = await runOfCell(context, cell);
  await runStages({ run, backend: context.backend, until: 'concepts' });
  const version = versionOf(context.name, cell.name);
  const concepts = await loadConcepts(run);
  await exportTraining(run, { data: await loadData(run), modelVersion: version, concepts });
  return { run, seconds: await secondsOf(run) };
}

export interface Seconds {
  train: number;
  autoencoder: number;
  concepts: number;
}

async function secondsOf(run: Run): Promise<Seconds> {
  const of = async (stage: string): Promise<number> => (await stageRecord(run, stage))?.seconds ?? 0;
  return { train: await of('train'), autoencoder: await of('sae'), concepts: await of('concepts') };
}
