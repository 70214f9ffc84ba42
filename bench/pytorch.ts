// The same work in PyTorch, where it is installed: a Python script beside its benchmark, in a process of its own.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As this process began: what our backends set for their own libraries would slow PyTorch down. */
const environment = { ...process.env };

const python = (): string => process.env['TRIMTAB_PYTHON'] || 'python3';

/** Whether the Python of TRIMTAB_PYTHON, or else python3, has PyTorch. */
export const hasPyTorch = (): boolean => spawnSync(python(), ['-c', 'import torch']).status === 0;

/**
 * Runs a script of this folder on `work` and returns the one JSON document that it prints.
 *
 * @throws Error with what the script said when it fails
 */
export async function runPyTorch<T>(script: string, work: object): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  const file = join(folder, 'work.json');
  await writeFile(file, JSON.stringify(work));
  const run = spawnSync(python(), [join(import.meta.dirname, script), file], {
    encoding: 'utf8',
    env: environment,
  });
  await rm(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`${script} failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as T;
}
