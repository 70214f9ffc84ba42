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
  ).option('--force', 'run the stage again even when nothing changed');
}

/** What to train on and how. */
export function addConfigOptions(command: Command): Command {
  const withData = command
    .option('--data <source>', 'generated, a known name such as ml-1m, or a file or folder')
    .option('--user <column>', 'column of users in CSV, Parquet or NDJSON (default: user, user_id or userId)')
    .option('--item <column>', 'column of items (default: item, item_id, itemId or movieId)')
    .option('--time <column>', 'column of times (default: time or timestamp)')
    .option('--items <file>', 'file of items with title and attributes')
    .option('--events <file>', 'what apps sent, from `trimtab events`, to join the data')
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
