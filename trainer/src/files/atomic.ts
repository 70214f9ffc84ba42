// Files that are either whole or absent: written beside their place under another name, then renamed.
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileProblem, fileProblemLine } from './file-problem.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Writes a file so that a reader, or a crash, never meets half of it. Makes the folder when it is missing.
 *
 * @throws Error that says what to do where the disk is full, read-only or not ours
 */
export const writeWhole = (path: string, content: string | Uint8Array): Promise<void> =>
  makeWhole(path, (partial) => writeFile(partial, content));

/**
 * The same for what writes its file itself.
 *
 * @param make writes the file of the name that it is given
 */
export async function makeWhole<T>(path: string, make: (partial: string) => Promise<T>): Promise<T> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    await makeFolder(dirname(path));
    const made = await make(partial);
    await rename(partial, path);
    return made;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined); // the fault that counts is the first
    const problem = fileProblem(error);
    throw problem === null ? error : new Error(fileProblemLine(path, problem), { cause: error });
  }
}

export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeWhole(path, `${JSON.stringify(value, null, 1)}\n`);
