// The name of a model version: a hash of everything that decides what the version is.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../files/hash.ts';

export interface VersionParts {
  config: unknown;
  dataHash: string;
  seed: number;
  codeHash: string;
}

/** 16 hexadecimal digits of the sha256 of the parts; the order of keys in `config` does not matter. */
export function versionName(parts: VersionParts): string {
  return sha256(canonicalJson(parts)).slice(0, 16);
}

const sourceFolders = (): Record<string, string> => ({
  trainer: join(import.meta.dirname, '..'),
  shared: join(import.meta.dirname, '../../../shared/src'),
});

/**
 * A hash of the sources in `folders` (name → path): the trainer's and shared's by default. Tests are left out, since
 * they cannot change a model. Names, order and line ends are the same on every machine.
 */
export async function codeHash(folders: Record<string, string> = sourceFolders()): Promise<string> {
  const hash = createHash('sha256');
  for (const [name, folder] of Object.entries(folders).sort(([a], [b]) => (a < b ? -1 : 1))) {
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
    .filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'))
    .sort();
}
