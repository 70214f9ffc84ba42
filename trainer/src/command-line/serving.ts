// Commands of what is served: publishing, the keys of apps, and what apps sent.
import type { Command } from 'commander';
import { declare, lazily } from './declare.ts';
import { addJsonOption, addTrainingOptions } from './run-options.ts';
import { atLeast, collect, oneOf } from './values.ts';

const LOCAL_FOLDER = 'folder of the local state, as for wrangler dev';

const addStoreOptions = (command: Command): Command => addJsonOption(addStore(command));

const addStore = (command: Command): Command =>
  command
    .option(
      '--to <store>',
      'local (the Worker’s local R2) or r2 (secrets from the environment)',
      oneOf('local', 'r2'),
      'local',
    )
    .option('--persist-to <folder>', LOCAL_FOLDER);

export function addPublishing(program: Command): void {
  addGate(program);
  addStoreOptions(
    declare(program, {
      name: 'publish',
      says: 'upload a run’s artifact and make it the current version',
      example: 'trimtab publish --run films --to r2',
    }),
  )
    .option('--run <name>', 'the run (default: the newest)')
    .option('--no-promote', 'upload only, and leave the current version as it is')
    .action(lazily(async () => (await import('../commands/publish.ts')).publish));
  addStoreOptions(
    declare(program, {
      name: 'promote <modelVersion>',
      says: 'make a published version the current one',
      example: 'trimtab promote 0123456789abcdef --to r2',
    }),
  ).action(lazily(async () => (await import('../commands/publish.ts')).promoteVersion));
  addStoreOptions(
    declare(program, {
      name: 'rollback',
      says: 'go back to the previous version',
      example: 'trimtab rollback --to r2',
    }),
  ).action(lazily(async () => (await import('../commands/publish.ts')).rollbackVersion));
  addStoreOptions(
    declare(program, {
      name: 'versions',
      says: 'which version serves, which served before, and which were rolled back',
      example: 'trimtab versions --to r2',
    }),
  ).action(lazily(async () => (await import('../commands/versions.ts')).versions));
  addStoreOptions(
    declare(program, {
      name: 'status',
      says: 'what serves, and how the nights of the last week went',
      example: 'trimtab status --to r2 --json',
    }),
  ).action(lazily(async () => (await import('../commands/versions.ts')).status));
}

function addGate(program: Command): void {
  addStoreOptions(
    declare(program, {
      name: 'gate',
      says: 'say by gates.json whether a run may take the place of what serves; exits with 3 where a rule holds it back',
      example: 'trimtab gate --candidate films --against current --to r2 --json',
    }),
  )
    .option('--candidate <run>', 'the run (default: the newest)')
    .option('--against <version>', 'a published version, or current', 'current')
    .option('--gates <file>', 'the bounds (default: gates.json of the checkout)')
    .option('--no-runtime', 'leave out the rules of the built Worker')
    .option('--no-presets', 'leave D1 alone: every concept counts as used')
    .option('--env <name>', 'environment of wrangler.toml, whose presets are read')
    .action(lazily(async () => (await import('../commands/gate.ts')).gateCommand));
}

export function addNight(program: Command): void {
  const night = declare(program, {
    name: 'nightly',
    says: 'gather, train, judge by the gates, and promote what is better; exits with 3 or 4 where it refuses',
    example: 'trimtab nightly --data films.csv --to r2 --budget 90m',
  });
  addStore(addTrainingOptions(night))
    .option('--events-bucket <name>', 'the bucket of events in R2 (default with --to r2: no events)')
    .option('--events-from <folder>', 'a copy of the bucket of events')
    .option('--no-events', 'gather none')
    .option('--budget <time>', 'how long the night may take, such as 90m: training ends in time')
    .option(
      '--full-every <n>',
      'nights from one full training to the next; the others go on from what serves, and 0 always trains anew (default: 7)',
      atLeast(0),
    )
    .option('--date <day>', 'the night’s name (default: today, UTC)')
    .option('--owner <name>', 'who holds the lock, for others to read (default: this machine and process)')
    .option('--gates <file>', 'the bounds (default: gates.json of the checkout)')
    .option('--no-runtime', 'leave out the rules of the built Worker')
    .option('--no-presets', 'leave D1 alone: every concept counts as used')
    .option('--env <name>', 'environment of wrangler.toml, whose presets are read')
    .option('--dry-run', 'say what it would do, and write nothing')
    .action(lazily(async () => (await import('../commands/nightly.ts')).nightly));
}

export function addApps(program: Command): void {
  addPseudonyms(program);
  addKeys(
    declare(program, {
      name: 'keys',
      says: 'keys of the apps that may ask the API',
      example: 'trimtab keys list --to remote',
    }),
  );
  addJsonOption(
    declare(program, {
      name: 'events',
      says: 'gather the events that apps sent into a table of interactions, for --data',
      example: 'trimtab events --out interactions.ndjson',
    }),
  )
    .requiredOption('--out <file>', 'the table, such as interactions.ndjson')
    .option('--from <folder>', 'a copy of the bucket of events (default: the bucket itself)')
    .option('--bucket <name>', 'the bucket of events in R2 (secrets from the environment)', 'trimtab-events')
    .action(lazily(async () => (await import('../commands/events.ts')).events));
}

function addPseudonyms(program: Command): void {
  addJsonOption(
    declare(program, {
      name: 'pseudonyms',
      says: 'name the people of a table as the app’s events name them, by the secret EVENTS_SECRET in the environment',
      example: 'trimtab pseudonyms --data orders.csv --user customer --out own.parquet',
    }),
  )
    .requiredOption('--data <file>', 'the table: .csv, .tsv, .parquet or .ndjson')
    .option('--user <column>', 'column of people, each by the subject of their tokens', 'user')
    .requiredOption('--out <file>', 'the same table under pseudonyms: .csv, .parquet or .ndjson')
    .action(lazily(async () => (await import('../commands/pseudonyms.ts')).pseudonyms));
}

const addDatabaseOptions = (command: Command): Command =>
  addJsonOption(
    command
      .option(
        '--to <database>',
        'local (as wrangler dev has it) or remote (the real one)',
        oneOf('local', 'remote'),
        'local',
      )
      .option('--persist-to <folder>', LOCAL_FOLDER)
      .option('--env <name>', 'environment of wrangler.toml'),
  );

function addKeys(keys: Command): void {
  addDatabaseOptions(
    declare(keys, {
      name: 'create <app>',
      says: 'make a key and show it, this once; an app’s name is of lower-case letters, digits and hyphens',
      example: 'trimtab keys create films --kind publishable --origin https://films.example',
    }),
  )
    .option('--kind <kind>', 'publishable (for pages of its origins) or secret (for servers)', 'secret')
    .option('--origin <origin>', 'where pages may use a publishable key (repeatable)', collect, [])
    .option('--quota <n>', 'requests a day', atLeast(1), 100_000)
    .action(lazily(async () => (await import('../commands/keys.ts')).createAppKey));
  addDatabaseOptions(
    declare(keys, {
      name: 'list',
      says: 'all keys, newest first, and what they used today',
      example: 'trimtab keys list --to remote',
    }),
  ).action(lazily(async () => (await import('../commands/keys.ts')).listAppKeys));
  addDatabaseOptions(
    declare(keys, {
      name: 'revoke <id>',
      says: 'end a key; Workers follow within a minute',
      example: 'trimtab keys revoke key_0123456789 --to remote',
    }),
  ).action(lazily(async () => (await import('../commands/keys.ts')).revokeAppKey));
}
