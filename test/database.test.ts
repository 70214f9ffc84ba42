// The database as operators handle it: migrations over data that is there, keys of apps, and a backup that comes back whole.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '..');
const migrations = readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.sql'));
const MINUTES = 60_000;

/** The first schema had this table alone. */
const FIRST_PRESET = `insert into presets (id, owner, name, concepts, model_version, revision, created_at, updated_at)
  values ('p1', 'ada', 'Ada''s', '{"genre:horror":0.5}', 'tiny-000001', 2, 1, 2);`;

/** As the Workers write it that know no former default; the table came with the fourth migration. */
const OLD_PREFERENCES = `
  insert into preferences (owner, profiling, default_preset_id, updated_at) values ('ada', 0, 'p1', 3);`;
const PREFERENCES_SINCE = 4;

const LATER_ROWS = `${OLD_PREFERENCES}
  insert into preset_revisions (preset_id, owner, revision, name, concepts, model_version, updated_at)
    values ('p1', 'ada', 1, 'Before', '{}', 'tiny-000001', 1);
  insert into tombstones values ('5f1c', 4);`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-database-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const apply = (database: DatabaseSync, names: readonly string[]): void => {
  for (const name of names) database.exec(readFileSync(join(root, 'migrations', name), 'utf8'));
};

const schemaOf = (database: DatabaseSync): unknown[] =>
  database.prepare('select type, name, sql from sqlite_master order by type, name').all();

test.for(migrations.slice(0, -1).map((_, i) => i + 1))(
  'migrations from the schema of %i on keep what is there, and end where those from nothing end',
  (count) => {
    const fromNothing = new DatabaseSync(':memory:');
    apply(fromNothing, migrations);
    const grown = new DatabaseSync(':memory:');
    apply(grown, migrations.slice(0, count));
    grown.exec(FIRST_PRESET);
    if (count >= PREFERENCES_SINCE) grown.exec(OLD_PREFERENCES);
    const before = grown.prepare('select id, owner, name, concepts, revision from presets').all();
    apply(grown, migrations.slice(count));
    expect(grown.prepare('select id, owner, name, concepts, revision from presets').all()).toEqual(before);
    if (count < PREFERENCES_SINCE) grown.exec(OLD_PREFERENCES);
    grown.exec('pragma foreign_keys = on; update preferences set former_default_id = default_preset_id');
    grown.exec("delete from presets where id = 'p1'");
    const choices = grown.prepare('select default_preset_id, former_default_id from preferences').get();
    expect({ ...choices }).toEqual({ default_preset_id: null, former_default_id: null });
    expect(grown.prepare('pragma foreign_key_check').all()).toEqual([]);
    expect(schemaOf(grown)).toEqual(schemaOf(fromNothing));
  },
);

/** A folder with a database of its own, as wrangler has it for a configuration. */
async function databaseIn(name: string): Promise<{ config: string; state: string }> {
  const home = join(folder, name);
  await mkdir(home, { recursive: true });
  const config = join(home, 'wrangler.json');
  const d1 = {
    binding: 'DB',
    database_name: 'trimtab',
    migrations_dir: join(root, 'migrations'),
  };
  await writeFile(
    config,
    JSON.stringify({ name: 'database', compatibility_date: '2026-10-23', d1_databases: [d1] }),
  );
  return { config, state: join(home, '.wrangler/state') };
}

async function wrangler(config: string, ...args: string[]): Promise<string> {
  const program = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js');
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true', NO_COLOR: '1' };
  const { stdout } = await execute(
    process.execPath,
    [program, 'd1', ...args, '--local', '--config', config],
    {
      env,
    },
  );
  return stdout;
}

/** Where wrangler keeps the local database of a folder. */
function fileOf(state: string): string {
  const place = join(state, 'v3/d1/miniflare-D1DatabaseObject');
  const [file = ''] = readdirSync(place).filter((name) => /^[0-9a-f]+\.sqlite$/.test(name));
  return join(place, file);
}

/** Everything in it but wrangler's own book-keeping. */
function contentsOf(state: string): Record<string, unknown[]> {
  const database = new DatabaseSync(fileOf(state), { readOnly: true });
  const tables = database
    .prepare(
      "select name from sqlite_master where type = 'table' and name not glob '_cf*' and name not glob 'sqlite*'",
    )
    .all() as { name: string }[];
  const contents = tables.map(({ name }) => [name, database.prepare(`select * from ${name}`).all()]);
  database.close();
  return Object.fromEntries(contents) as Record<string, unknown[]>;
}

test(
  'a backup of a database in use comes back whole, with its keys',
  async () => {
    const first = await databaseIn('first');
    await wrangler(first.config, 'migrations', 'apply', 'DB');
    const inUse = new DatabaseSync(fileOf(first.state));
    inUse.exec(FIRST_PRESET + LATER_ROWS);
    inUse.close();
    const key = (await trimtab('keys', 'create', 'shop', '--quota', '5', '--persist-to', first.state)).trim();
    const [row] = contentsOf(first.state)['api_keys'] as { hash: string; daily_quota: number }[];
    expect(row?.daily_quota).toBe(5);
    expect(row?.hash).toBe(createHash('sha256').update(key).digest('hex'));

    const backup = join(folder, 'backup.sql');
    await wrangler(first.config, 'export', 'trimtab', '--output', backup);
    expect(await readFile(backup, 'utf8')).not.toContain(key);
    const second = await databaseIn('second');
    await wrangler(second.config, 'execute', 'DB', '--file', backup);
    const restored = contentsOf(second.state);
    expect(restored).toEqual(contentsOf(first.state));
    expect(restored['preset_revisions']).toHaveLength(1);
  },
  10 * MINUTES,
);

/** The command line as operators run it. @returns what it printed on stdout */
async function trimtab(...args: string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, [join(root, 'trainer/bin/trimtab.mjs'), ...args]);
  return stdout;
}
