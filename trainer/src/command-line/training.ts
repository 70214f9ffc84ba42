// Commands that train and measure: whole runs, their stages, and searches of settings.
import type { Command } from 'commander';
import type { StageCommand } from '../commands/run.ts';
import type { RunOptions } from '../commands/options.ts';
import type { StabilityOptions } from '../commands/stability.ts';
import type { SweepOptions } from '../commands/sweep.ts';
import type { TuneOptions } from '../commands/tune.ts';
import { declare, lazily } from './declare.ts';
import { addBackendOption, addConfigOptions, addJsonOption, addRunOptions } from './run-options.ts';
import { atLeast, collect } from './values.ts';

interface Stage {
  name: StageCommand;
  says: string;
  example: string;
}

const RUN: Stage = {
  name: 'run',
  says: 'all stages, from interactions to the artifact',
  example: 'trimtab run --data interactions.csv --items items.csv',
};

const STAGES: readonly Stage[] = [
  {
    name: 'data',
    says: 'read interactions into a run',
    example: 'trimtab data --data ratings.csv --min-rating 4',
  },
  { name: 'train', says: 'train the recommender', example: 'trimtab train --set training.maxEpochs=30' },
  {
    name: 'sae',
    says: 'train the sparse autoencoder on the recommender’s activations',
    example: 'trimtab sae --run films',
  },
  { name: 'concepts', says: 'find, name and calibrate concepts', example: 'trimtab concepts --run films' },
  {
    name: 'evaluate',
    says: 'measure everything on test users',
    example: 'trimtab evaluate --run films --json',
  },
  {
    name: 'export',
    says: 'write the artifact: quantised graphs, catalogue, concepts, metrics',
    example: 'trimtab export --run films',
  },
];

export function addStart(program: Command): void {
  addStage(program, RUN);
  const doctor = declare(program, {
    name: 'doctor',
    says: 'which backend is used, how fast it is, and how to get the faster one',
    example: 'trimtab doctor --fix',
  }).option('--fix', 'set up the native backend');
  addJsonOption(addBackendOption(doctor)).action(
    lazily(async () => (await import('../commands/doctor.ts')).doctorCommand),
  );
}

export function addStages(program: Command): void {
  STAGES.forEach((stage) => addStage(program, stage));
}

function addStage(program: Command, stage: Stage): void {
  addRunOptions(declare(program, stage)).action(
    lazily(async () => {
      const { runCommand } = await import('../commands/run.ts');
      return (options: RunOptions) => runCommand(stage.name, options);
    }),
  );
}

export function addMeasures(program: Command): void {
  addRunOptions(
    declare(program, {
      name: 'rank',
      says: 'train, then rank the held-out items of test users, by the recommender and by the baselines',
      example: 'trimtab rank --data ml-1m',
    }),
  ).action(lazily(async () => (await import('../commands/rank.ts')).rank));
  declare(program, {
    name: 'report',
    says: 'write what a run measured, its curves and its concepts into one HTML file',
    example: 'trimtab report --run films --out films.html',
  })
    .option('--run <name>', 'the run (default: the newest)')
    .option('--out <file>', 'where to write it (default: report.html in the run’s folder)')
    .option('--json', 'one JSON document on stdout, logs on stderr')
    .action(lazily(async () => (await import('../commands/report.ts')).report));
  addSearches(program);
}

function addSearches(program: Command): void {
  addConfigOptions(
    declare(program, {
      name: 'stability',
      says: 'what becomes of concepts and presets over nights, seeds, widths and architectures',
      example: 'trimtab stability --data ml-1m --only warm.1,seed',
    }),
  )
    .option(
      '--only <cells>',
      'cells to run now, such as first,warm.1,seed (default: all); each goes on',
      collect,
    )
    .action(lazily<[StabilityOptions]>(async () => (await import('../commands/stability.ts')).stability));
  addRunOptions(
    declare(program, {
      name: 'sweep',
      says: 'train autoencoders of several settings and tabulate them on validation',
      example: 'trimtab sweep --vary kind=topk,relu-l1 --vary k=8,16',
    }),
  )
    .option(
      '--vary <key=values>',
      'values of one setting of the autoencoder, such as kind=topk,relu-l1; can be repeated, and all are crossed',
      collect,
    )
    .action(lazily<[SweepOptions]>(async () => (await import('../commands/sweep.ts')).sweep));
  addConfigOptions(
    declare(program, {
      name: 'tune',
      says: 'search settings of the recommender by successive halving, on validation users',
      example: 'trimtab tune --data ml-1m --space space.json --trials 9',
    }),
  )
    .option(
      '--space <file>',
      'JSON: dotted settings, each a list of values or a range (default: none, seeds only)',
    )
    .option('--search <name>', 'folder of the search; the same name goes on, on other machines too')
    .option('--trials <n>', 'settings drawn for the first rung', atLeast(1), 9)
    .option('--factor <n>', 'of how many trials one goes on to the next rung', atLeast(2), 3)
    .option('--epochs <n>', 'epochs of the last rung (default: training.maxEpochs)', atLeast(1))
    .option('--seeds <n>', 'trainings of the winner, each with a seed of its own', atLeast(1), 3)
    .action(lazily<[TuneOptions]>(async () => (await import('../commands/tune.ts')).tune));
}
