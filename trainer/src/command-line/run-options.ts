// Options that commands share. This file loads nothing but the parser, so that help is there at once.
import type { Command } from 'commander';
import { parseBackend } from '../tensorflow/backend-name.ts';
import { atLeast, collect, number } from './values.ts';

export const addJsonOption = (command: Command): Command =>
  command.option('--json', 'one JSON document on stdout, logs on stderr');

export function addRunOptions(command: Command): Command {
  return addConfigOptions(
    command.option(
      '--run <name>',
      'the run to work on (default: the newest; with options that say what to train, one named after them)',
    ),
  )
    .option(
      '--from <run or version>',
      'start from its weights and follow its concepts; what is not given is set as in that run',
    )
    .option('--cold', 'with --from: train anew, and only follow the concepts')
    .option('--force', 'run the stage again even when nothing changed');
}

/** What to train on and how. */
export function addConfigOptions(command: Command): Command {
  return addTrainingOptions(command).option(
    '--events <file>',
    'what apps sent, from `trimtab events`, to join the data',
  );
}

/** The same without a table of events: a night gathers its own. */
export function addTrainingOptions(command: Command): Command {
  const withData = command
    .option('--data <source>', 'generated, a known name such as ml-1m, or a file or folder')
    .option('--user <column>', 'column of users, by name or number (default: user, userId and the like)')
    .option('--item <column>', 'column of items (default: item, movieId and the like)')
    .option('--time <column>', 'column of times (default: time, timestamp and the like); none: no times')
    .option('--items <file>', 'file of items with title and attributes')
    .option(
      '--separator <column=mark>',
      'how a column of the items file separates its list, such as genres=, ; can be repeated',
      collect,
    )
    .option('--min-rating <n>', 'drop interactions rated lower', number)
    .option(
      '--k-core <n>',
      'interactions that each user and item must have (default: 5, SASRec text 1)',
      atLeast(0),
    )
    .option('--config <file>', 'JSON file of settings')
    .option('--set <key=value>', 'one setting, such as training.maxEpochs=10; can be repeated', collect)
    .option('--seed <n>', 'seed of everything random (default: 1)', atLeast(0));
  return addJsonOption(addBackendOption(withData));
}

export const addBackendOption = (command: Command): Command =>
  command.option('--backend <name>', 'wasm or native (default: the fastest that is set up)', parseBackend);
