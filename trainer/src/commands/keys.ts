// keys create, list and revoke: which apps may ask, and how often.
import type { Command } from 'commander';
import { openKeyDatabase, type KeyDatabaseOptions } from '../keys/key-database.ts';
import { createKey, listKeys, revokeKey, type KeyFacts, type KeyRequest } from '../keys/keys.ts';

interface DatabaseOptions {
  to: KeyDatabaseOptions['to'];
  persistTo?: string;
  env?: string;
  json?: boolean;
}

type CreateOptions = DatabaseOptions & Omit<KeyRequest, 'app' | 'origins'> & { origin: string[] };

function addDatabaseOptions(command: Command): Command {
  return command
    .option(
      '--to <database>',
      'local (as wrangler dev has it) or remote (the real one)',
      parseDatabase,
      'local',
    )
    .option('--persist-to <folder>', 'folder of the local state, as for wrangler dev')
    .option('--env <name>', 'environment of wrangler.toml')
    .option('--json', 'one JSON document on stdout, logs on stderr');
}

function parseDatabase(name: string): KeyDatabaseOptions['to'] {
  if (name === 'local' || name === 'remote') return name;
  throw new Error(`--to ${name}: expected local or remote`);
}

const opened = ({ to, persistTo, env }: DatabaseOptions) => ({
  database: openKeyDatabase({ to, persistTo, environment: env }),
  now: Date.now,
});

const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('keys of the apps that may ask the API');
  addDatabaseOptions(keys.command('create'))
    .description('make a key and show it, this once')
    .argument('<app>', 'name of the app: lower-case letters, digits and hyphens')
    .option('--kind <kind>', 'publishable (for pages of its origins) or secret (for servers)', 'secret')
    .option('--origin <origin>', 'where pages may use a publishable key (repeatable)', collect, [])
    .option('--quota <n>', 'requests a day', Number, 100_000)
    .action(async (app: string, options: CreateOptions) => {
      const { kind, origin: origins, quota } = options;
      const created = await createKey({ app, kind, origins, quota }, opened(options));
      console.error(`made ${kind} key ${created.id} of ${app}: keep it, for it is shown this once`);
      if (options.json === true) print(created);
      else process.stdout.write(`${created.key}\n`);
    });
  addDatabaseOptions(keys.command('list'))
    .description('all keys, newest first, and what they used today')
    .action(async (options: DatabaseOptions) => {
      const found = await listKeys(opened(options));
      if (options.json === true) print(found);
      else for (const key of found) process.stdout.write(`${lineOf(key)}\n`);
    });
  addDatabaseOptions(keys.command('revoke'))
    .description('end a key; Workers follow within a minute')
    .argument('<id>')
    .action(async (id: string, options: DatabaseOptions) => {
      await revokeKey(id, opened(options));
      console.error(`revoked ${id}`);
      if (options.json === true) print({ id });
    });
}

const collect = (origin: string, origins: string[]): string[] => [...origins, origin];

function lineOf({ id, app, kind, origins, quota, usedToday, revokedAt }: KeyFacts): string {
  const state = revokedAt === null ? `${usedToday} of ${quota} today` : `revoked ${revokedAt}`;
  return [id, kind, app, state, ...origins].join('  ');
}
