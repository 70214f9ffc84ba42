import { readdir, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { inWords, onScreen } from './on-screen.ts';

const message = 'trimtab: there is no run "films" in .trimtab/runs, but other: start it';

it('breaks a message between words on a terminal', () => {
  expect(onScreen(message, { isTTY: true, columns: 44 })).toBe(
    'trimtab: there is no run "films" in\n.trimtab/runs, but other: start it',
  );
});

it('leaves one line for files, and where there is hardly any room', () => {
  expect(onScreen(message, { isTTY: false, columns: 44 })).toBe(message);
  expect(onScreen(message, { isTTY: true, columns: 20 })).toBe(message);
});

const rejected = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => error); // prettier-ignore

it('says what a fault of the system means and what to do', async () => {
  const error = await rejected(readdir('/dev/null/runs'));
  expect(error instanceof Error && inWords(error)).toBe(
    '/dev/null/runs: goes through a file as if that were a folder; expected a path of folders that ends in a file or ' +
      'folder. Check the path.',
  );
});

it('leaves messages that are in words, and faults that name no file', async () => {
  expect(inWords(new Error(message))).toBe(message);
  const error = await rejected(writeFile('/dev/full', 'x'));
  expect(error instanceof Error && inWords(error)).toBe('ENOSPC: no space left on device, write');
});
