// The demo's own EVENTS_SECRET, kept beside its database so that people keep their pseudonyms from start to start.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @param folder of the local state */
export async function eventsSecretIn(folder: string): Promise<string> {
  const file = join(folder, 'events-secret');
  await mkdir(folder, { recursive: true });
  // `wx` makes it once: a second start finds the first one's.
  await writeFile(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 }).catch(ignoreExisting);
  return readFile(file, 'utf8');
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
