// What the Worker needs beside a model: the page, and the tables of the local databases.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { hashOfFiles, unlessFresh } from './fresh.ts';
import { runProgram } from './process-group.ts';
import { migrate } from './worker-process.ts';

const root = join(import.meta.dirname, '..');
const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
const PAGE = join(root, 'worker/studio/dist/index.html');

/** Beside training. What is there already stays as it is. */
export async function prepareServing(persistTo: string): Promise<void> {
  await buildPage();
  await prepareTables(persistTo);
}

async function buildPage(): Promise<void> {
  const record = join(root, 'node_modules/.cache/trimtab/page');
  const key = await hashOfFiles(root, ['worker/studio', 'client', 'shared/src', 'package-lock.json']);
  if (!existsSync(PAGE)) await rm(record, { force: true });
  await unlessFresh(record, key, () =>
    runProgram([vite, 'build', 'worker/studio', '--logLevel', 'warn'], 'the page could not be built'),
  );
}

async function prepareTables(persistTo: string): Promise<void> {
  const record = join(persistTo, 'migrated');
  if (!existsSync(join(persistTo, 'v3/d1'))) await rm(record, { force: true });
  await unlessFresh(record, await hashOfFiles(root, ['migrations']), () => migrate(persistTo));
}
