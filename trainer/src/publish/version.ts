// The name of a model version: a hash of what it consists of; and a hash of the code that makes versions.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../files/hash.ts';

/**
 * 16 hexadecimal digits of the sha256 of what a version consists of: the hash of each file and what the manifest says but for
 * the time. What two machines, a budget or a warm start made otherwise has another name, and the same bytes have the same.
 */
export const versionName = (parts: unknown): string => sha256(canonicalJson(parts)).slice(0, 16);

/** Whose sources decide what a model is. */
const PACKAGES = ['shared', 'trainer'];

const PROJECT = join(import.meta.dirname, '../../..');

/**
 * A hash of the sources of trainer and shared, C++ kernels among them. Tests and their fixtures in `testing` are left
 * out, since they cannot change a model. Names, order and line ends are the same on every machine.
 *
 * @param project the folder that holds trainer/src and shared/src
 */
export async function codeHash(project: string = PROJECT): Promise<string> {
  const hash = createHash('sha256');
  for (const name of PACKAGES) {
    const folder = join(project, name, 'src');
    for (const file of await sourcesOf(folder)) {
      const text = await readFile(join(folder, file), 'utf8');
      hash.update(`${name}/${file}\0${text.replaceAll('\r\n', '\n')}\0`);
    }
  }
  return hash.digest('hex');
}

async function sourcesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .map((entry) => entry.replaceAll('\\', '/'))
    .filter((entry) => /\.(ts|h|cc)$/.test(entry) && !entry.endsWith('.test.ts'))
    .sort();
}
