// `npm run check`: types, lint (import direction and cycles included), format, and generated files unchanged.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

const typeScript = binary('typescript', 'tsc');
const projects = ['tsconfig.json', 'worker/tsconfig.json', 'worker/studio/tsconfig.json'];
const results = [
  ...projects
    .filter((project) => existsSync(join(root, project)))
    .map((project) => step(`types: ${project}`, [typeScript, '-p', project])),
  step('lint', [binary('oxlint'), '--quiet', '.']),
  step('format', [binary('prettier'), '--check', '--log-level', 'warn', '.']),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
