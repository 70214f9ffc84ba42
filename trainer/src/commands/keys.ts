// keys create, list and revoke: which apps may ask, and how often.
import { openKeyDatabase, type KeyDatabaseOptions } from '../keys/key-database.ts';
import { createKey, listKeys, revokeKey, type KeyFacts, type KeyRequest } from '../keys/keys.ts';

export interface DatabaseOptions {
  to: KeyDatabaseOptions['to'];
  persistTo?: string;
  env?: string;
  json?: boolean;
}

export type CreateKeyOptions = DatabaseOptions & Omit<KeyRequest, 'app' | 'origins'> & { origin: string[] };

const opened = ({ to, persistTo, env }: DatabaseOptions) => ({
  database: openKeyDatabase({ to, persistTo, environment: env }),
  now: Date.now,
});

const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

export async function createAppKey(app: string, options: CreateKeyOptions): Promise<void> {
  const { kind, origin: origins, quota } = options;
  const created = await createKey({ app, kind, origins, quota }, opened(options));
  console.error(`made ${kind} key ${created.id} of ${app}: keep it, for it is shown this once`);
  if (options.json === true) print(created);
  else process.stdout.write(`${created.key}\n`);
}

export async function listAppKeys(options: DatabaseOptions): Promise<void> {
  const found = await listKeys(opened(options));
  if (options.json === true) print(found);
  else for (const key of found) process.stdout.write(`${lineOf(key)}\n`);
}

export async function revokeAppKey(id: string, options: DatabaseOptions): Promise<void> {
  await revokeKey(id, opened(options));
  console.error(`revoked ${id}`);
  if (options.json === true) print({ id });
}

function lineOf({ id, app, kind, origins, quota, usedToday, revokedAt }: KeyFacts): string {
  const state = revokedAt === null ? `${usedToday} of ${quota} today` : `revoked ${revokedAt}`;
  return [id, kind, app, state, ...origins].join('  ');
}
