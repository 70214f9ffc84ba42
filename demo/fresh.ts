// What need not be done again: a hash of what it was made from, kept beside what it made.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A hash of the names and contents of all files in these folders, and of single files. */
export async function hashOfFiles(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesIn(root, path)) {
      hash
        .update(`${file}\0`)
        .update(await readFile(join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function filesIn(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [path]; // a file, or something that cannot be read: then reading it says so
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !file.split('/').includes('dist'))
    .sort();
}

/** Does the work unless `record` says that it was done for this `key`, and then says so. */
export async function unlessFresh(record: string, key: string, work: () => Promise<void>): Promise<void> {
  const known = await readFile(record, 'utf8').catch(() => null);
  if (known === key) return;
  await work();
  await mkdir(dirname(record), { recursive: true });
  await writeFile(record, key);
}
