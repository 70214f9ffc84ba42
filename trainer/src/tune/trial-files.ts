// A search's folder: what is searched, one claim for each trial that somebody works on, and one record for each that is
// done. Several processes, on one machine or on many that share the folder, take trials by creating their claims.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { writeJson } from '../files/atomic.ts';
import { canonicalJson } from '../files/hash.ts';
import { epochRecordSchema } from '../training/checkpoint.ts';

export const trialRecordSchema = z.object({
  trial: z.string(),
  rung: z.int(),
  candidate: z.int(),
  seed: z.int(),
  settings: z.record(z.string(), z.unknown()),
  /** The epoch of the best validation NDCG@10; null when the trial failed. */
  best: epochRecordSchema.nullable(),
  epochs: z.int(),
  seconds: z.number(),
  failure: z.string().nullable(),
});

export type TrialRecord = z.infer<typeof trialRecordSchema>;

const claimSchema = z.object({ host: z.string(), process: z.int() });

const recordPath = (folder: string, trial: string): string => join(folder, 'records', `${trial}.json`);
const claimPath = (folder: string, trial: string): string => join(folder, 'claims', `${trial}.json`);

/** @throws Error when the folder holds another search */
export async function openSearch(folder: string, search: unknown): Promise<void> {
  const path = join(folder, 'search.json');
  await mkdir(join(folder, 'claims'), { recursive: true });
  await create(path, JSON.stringify(search, null, 1));
  const found: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (canonicalJson(found) === canonicalJson(search)) return;
  throw new Error(`${path} is another search: choose another --search, or remove ${folder}`);
}

export async function readRecord(folder: string, trial: string): Promise<TrialRecord | null> {
  const path = recordPath(folder, trial);
  return existsSync(path) ? trialRecordSchema.parse(JSON.parse(await readFile(path, 'utf8'))) : null;
}

export async function writeRecord(folder: string, record: TrialRecord): Promise<void> {
  await writeJson(recordPath(folder, record.trial), record);
  await rm(claimPath(folder, record.trial), { force: true });
}

/**
 * Tells whether the trial is now ours: nobody else had claimed it, or only a process of this machine that is gone. A claim of
 * another machine that is gone stays, since nobody here can tell, until a person removes the file.
 */
export async function claim(folder: string, trial: string, us = ourselves()): Promise<boolean> {
  const path = claimPath(folder, trial);
  const content = JSON.stringify(us);
  if (await create(path, content)) return !existsSync(recordPath(folder, trial)) || release(path);
  const holder = claimSchema.safeParse(JSON.parse(await readFile(path, 'utf8').catch(() => 'null')));
  if (!holder.success || holder.data.host !== us.host || isAlive(holder.data.process)) return false;
  const gone = `${path}.${randomUUID()}.gone`;
  const moved = await rename(path, gone).then(
    () => true,
    () => false, // somebody else took it over first
  );
  await rm(gone, { force: true });
  return moved && create(path, content);
}

const ourselves = (): z.infer<typeof claimSchema> => ({ host: hostname(), process: process.pid });

/** Claimed between the end of another's work and our look at it. */
async function release(path: string): Promise<false> {
  await rm(path, { force: true });
  return false;
}

/** Whether the file, whole at once, is now there by us: a link is made by one process alone, on shared folders too. */
async function create(path: string, content: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}.partial`;
  await writeFile(own, content);
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
