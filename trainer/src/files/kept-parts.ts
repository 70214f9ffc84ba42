// Parts of a stage that are kept as they are finished, so that a stage that was stopped goes on where it was.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeJson } from './atomic.ts';
import { sha256 } from './hash.ts';

/**
 * Gives what a part came to: as it was kept, or else by working it out, and then keeps it. The result is plain JSON;
 * numbers come back bit by bit.
 */
export type Keep = <T>(part: string, work: () => Promise<T>) => Promise<T>;

/** A file for a part that says itself where it is; what it holds counts where it carries this key. */
export interface KeptFile {
  path: string;
  key: string;
}

/** The file of a part: it lies beside the kept parts, and goes with them. */
export type KeepFile = (part: string) => KeptFile;

export const keepFilesIn =
  (folder: string, key: string): KeepFile =>
  (part) => ({ path: join(folder, `${sha256(part).slice(0, 16)}.safetensors`), key });

/** Keeps nothing: for tests, and for work that is no stage's. */
export const keepNothing: Keep = (_part, work) => work();

const keptSchema = z.object({ key: z.string(), part: z.string(), value: z.unknown().optional() });

/** Parts of a stage with this key, in a folder of their own; those of another key are worked out anew. */
export function keepIn(folder: string, key: string): Keep {
  return async <T>(part: string, work: () => Promise<T>): Promise<T> => {
    const path = join(folder, `${sha256(part).slice(0, 16)}.json`);
    const kept = await readKept(path);
    // The key holds the code's hash, so what is read was written below by this very work.
    if (kept?.key === key && kept.part === part) return kept.value as T;
    const value = await work();
    await writeJson(path, { key, part, value });
    return value;
  };
}

export const forgetParts = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

async function readKept(path: string): Promise<z.infer<typeof keptSchema> | undefined> {
  if (!existsSync(path)) return undefined;
  return keptSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
}
