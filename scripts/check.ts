// `npm run check`: types, lint (import direction and cycles included), format, and generated files unchanged.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { contractFaults } from './contract-lint.ts';
import { fragmentFaults } from './doc-comments.ts';
import { folderFaults } from './folder-order.ts';
import { defaultedReads } from './indexed-reads.ts';

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

/** Whether drizzle-kit has nothing to add to migrations/; it looks at a copy, so the checkout stays as it is. */
function migrationsStep(): boolean {
  const copy = mkdtempSync(join(tmpdir(), 'trimtab-migrations-'));
  cpSync(join(root, 'migrations'), copy, { recursive: true });
  // drizzle-kit puts ./ before its folder, and exits with 0 when it fails: only what it says tells.
  const options = ['--dialect=sqlite', '--schema=worker/src/db/schema.ts', `--out=${relative(root, copy)}`];
  const { stdout, stderr } = spawnSync(process.execPath, [binary('drizzle-kit'), 'generate', ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  rmSync(copy, { recursive: true });
  const isUnchanged = stdout.includes('No schema changes');
  if (!isUnchanged) console.error(stdout + stderr);
  console.error(`${isUnchanged ? 'ok  ' : 'FAIL'} migrations match the schema (else: npm run generate)`);
  return isUnchanged;
}

/** Whether each folder imports only folders below it. */
function folderStep(): boolean {
  const faults = folderFaults(root);
  for (const fault of faults) console.error(fault);
  console.error(`${faults.length === 0 ? 'ok  ' : 'FAIL'} order of folders (scripts/folder-order.ts)`);
  return faults.length === 0;
}

/** Whether the OpenAPI document is as redocly.yaml and .spectral.yaml want it. */
function contractStep(): boolean {
  const faults = contractFaults(root, binary);
  for (const fault of faults) console.error(fault);
  console.error(`${faults.length === 0 ? 'ok  ' : 'FAIL'} the contract (redocly.yaml, .spectral.yaml)`);
  return faults.length === 0;
}

/** Whether no read by index hides what is missing behind a default. */
function indexedReadsStep(): boolean {
  const faults = defaultedReads(root);
  for (const fault of faults) console.error(fault);
  console.error(`${faults.length === 0 ? 'ok  ' : 'FAIL'} reads by index (shared/src/look-up.ts)`);
  return faults.length === 0;
}

/** Whether comments of exported things say what these are first. */
function docCommentsStep(): boolean {
  const faults = fragmentFaults(root);
  for (const fault of faults) console.error(fault);
  console.error(`${faults.length === 0 ? 'ok  ' : 'FAIL'} doc comments (scripts/doc-comments.ts)`);
  return faults.length === 0;
}

/** Whether C++ is laid out as .clang-format says, where clang-format is there. */
function layoutStep(): boolean {
  if (spawnSync('clang-format', ['--version']).status !== 0) {
    console.error('left out: format of C++ (there is no clang-format)');
    return true;
  }
  const files = ['trainer/src/tensorflow', 'trainer/testing/kernels'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(h|cc)$/.test(file))
      .map((file) => join(folder, file)),
  );
  const { status } = spawnSync('clang-format', ['--dry-run', '--Werror', ...files], {
    cwd: root,
    stdio: 'inherit',
  });
  console.error(`${status === 0 ? 'ok  ' : 'FAIL'} format of C++ (else: clang-format -i)`);
  return status === 0;
}

const types = 'worker/worker-configuration.d.ts';
const typeScript = binary('typescript', 'tsc');
const projects = [
  'tsconfig.json',
  'worker/tsconfig.json',
  'worker/studio/tsconfig.json',
  'client/tsconfig.json',
];
const results = [
  ...projects
    .filter((project) => existsSync(join(root, project)))
    .map((project) => step(`types: ${project}`, [typeScript, '-p', project])),
  step('lint', [binary('oxlint'), '--quiet', '.']),
  folderStep(),
  indexedReadsStep(),
  docCommentsStep(),
  step('docs/results.md is what docs/results/ makes (else: npm run results)', [
    'scripts/results.ts',
    '--check',
  ]),
  contractStep(),
  step('format', [binary('prettier'), '--check', '--cache', '--log-level=warn', '.']),
  layoutStep(),
  step(`${types} matches wrangler.toml (else: npm run generate)`, [
    binary('wrangler'),
    'types',
    types,
    '--strict-vars=false',
    '--check',
  ]),
  step('workflows (actionlint, pinned actions)', [join(root, 'scripts/lint-workflows.ts')]),
  migrationsStep(),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
