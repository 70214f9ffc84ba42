// `trimtab sweep`: autoencoders of many settings on one recommender, in a table, judged on validation.
import { blocksAfter } from '../recommender/head.ts';
import { disposeRecommender } from '../recommender/initialise.ts';
import { loadData, loadModel } from '../run/files-of-run.ts';
import { stageProgress } from '../config/progress.ts';
import { sweepCells } from '../sweep/cells.ts';
import { sweepAutoencoders, sweepTable } from '../sweep/sweep.ts';
import type { RunOptions } from './options.ts';
import { runOf } from './options.ts';
import { work } from './run.ts';

export interface SweepOptions extends RunOptions {
  vary?: string[];
}

const seconds = (): number => performance.now() / 1000;

export async function sweep(options: SweepOptions): Promise<void> {
  const run = await runOf(options);
  const cells = sweepCells(run.config.autoencoder, options.vary ?? []);
  for (const { hook } of cells) blocksAfter(hook, run.config.recommender.blocks);
  await work(run, 'train', options);
  const data = await loadData(run);
  const model = await loadModel(run, data);
  const rows = await sweepAutoencoders({
    run,
    data,
    model,
    cells,
    report: stageProgress('sweep'),
    clock: seconds,
  });
  disposeRecommender(model);
  process.stdout.write(`${options.json === true ? JSON.stringify(rows, null, 2) : sweepTable(rows)}\n`);
}
