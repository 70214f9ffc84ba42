// `trimtab sweep`: autoencoders of many settings on one recommender, in a table, judged on validation.
import type { Command } from 'commander';
import { blocksAfter } from '../recommender/head.ts';
import { disposeRecommender } from '../recommender/initialise.ts';
import { loadData, loadModel } from '../run/files-of-run.ts';
import { stageProgress } from '../config/progress.ts';
import { sweepCells } from '../sweep/cells.ts';
import { sweepAutoencoders, sweepTable } from '../sweep/sweep.ts';
import type { RunOptions } from './options.ts';
import { addRunOptions, collect, runOf } from './options.ts';
import { work } from './run.ts';

interface SweepCommandOptions extends RunOptions {
  vary?: string[];
}

export function addSweepCommand(program: Command): void {
  addRunOptions(program.command('sweep'))
    .description('train autoencoders of several settings and tabulate them on validation')
    .option(
      '--vary <key=values>',
      'values of one setting of the autoencoder, such as kind=topk,relu-l1; can be repeated, and all are crossed',
      collect,
    )
    .action(runSweep);
}

const seconds = (): number => performance.now() / 1000;

async function runSweep(options: SweepCommandOptions): Promise<void> {
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
