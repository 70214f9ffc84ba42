// `npm run check`: types, lint (import direction and cycles included), format, and generated files unchanged.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

function binary(name: string, bin: string = name): string {
  const folder = join(root, 'node_modules', name);
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return join(folder, typeof bins === 'string' ? bins : (bins[bin] ?? ''));
}

/** Runs a tool of this project on this Node; the check goes on so that one run shows everything that is wrong. */
function step(title: string, args: string[]): boolean {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  console.error(`${status === 0 ? 'ok  ' : 'FAIL'} ${title}`);
  return status === 0;
}

/** Whether drizzle-kit has nothing to add to migrations/; it writes into a copy, so the checkout stays as it is. */
function migrationsStep(): boolean {
  const copy = mkdtempSync(join(tmpdir(), 'trimtab-migrations-'));
  try {
    cpSync(join(root, 'migrations'), copy, { recursive: true });
    const before = readdirSync(copy).length;
    const generate = [binary('drizzle-kit'), 'generate', '--dialect=sqlite', `--out=${copy}`];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...generate, '--schema=./worker/src/db/schema.ts'],
      { cwd: root, encoding: 'utf8' },
    );
    const isUnchanged = status === 0 && readdirSync(copy).length === before;
    if (status !== 0) console.error(stdout + stderr);
    console.error(`${isUnchanged ? 'ok  ' : 'FAIL'} migrations match the schema (else: npm run generate)`);
    return isUnchanged;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const types = 'worker/worker-configuration.d.ts';
const typeScript = binary('typescript', 'tsc');
const projects = ['tsconfig.json', 'worker/tsconfig.json', 'worker/studio/tsconfig.json'];
const results = [
  ...projects
    .filter((project) => existsSync(join(root, project)))
    .map((project) => step(`types: ${project}`, [typeScript, '-p', project])),
  step('lint', [binary('oxlint'), '--quiet', '.']),
  step('format', [binary('prettier'), '--check', '--log-level', 'warn', '.']),
  step(`${types} matches wrangler.toml (else: npm run generate)`, [
    binary('wrangler'),
    'types',
    types,
    '--strict-vars=false',
    '--check',
  ]),
  migrationsStep(),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
