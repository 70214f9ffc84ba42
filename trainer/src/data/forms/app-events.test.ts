import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { historyOf } from '../dataset.ts';
import { readSource } from '../read-source.ts';
import { openData } from '../source.ts';

let folder = '';
let events = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-app-events-'));
  events = join(folder, 'sent.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const sent = (user: string, item: string, second: number, more: object = {}): string =>
  `${JSON.stringify({ user, item, time: `1970-01-01T00:00:0${second}Z`, ...more })}\n`;

/** User id → external ids of the history, of a table and what apps sent. */
async function histories(
  table: string,
  lines: string,
  minRating?: number,
): Promise<Record<string, string[]>> {
  const source = join(folder, 'interactions.csv');
  await writeFile(source, table);
  await writeFile(events, lines);
  const data = await readSource({ source, events, kCore: 1, minRating });
  const idOf = (item: number): string => data.catalogue.ids[item] ?? '';
  return Object.fromEntries(data.userIds.map((id, user) => [id, Array.from(historyOf(data, user), idOf)]));
}

it('joins what apps sent to the interactions of a source, in the order of time', async () => {
  const table = 'user,item,time\nu1,a,1\nu1,c,3\n';
  expect(await histories(table, sent('p', 'd', 9) + sent('u1', 'b', 2) + sent('p', 'a', 4))).toEqual({
    u1: ['a', 'b', 'c'],
    p: ['a', 'd'],
  });
});

it('puts it last where the source has no times', async () => {
  expect(await histories('user,item\nu1,c\nu1,a\n', sent('u1', 'b', 2) + sent('p', 'a', 4))).toEqual({
    u1: ['c', 'a', 'b'],
    p: ['a'],
  });
});

it('takes ratings with it, which few need to have', async () => {
  const lines = sent('p', 'a', 4, { rating: 5 }) + sent('p', 'b', 5, { rating: 2 }) + sent('p', 'c', 6);
  const table = 'user,item,time,rating\nu1,a,1,4\n';
  expect(await histories(table, lines, 4)).toEqual({ u1: ['a'], p: ['a'] });
});

it('adds nothing where nothing was sent yet', async () => {
  expect(await histories('user,item,time\nu1,a,1\n', '')).toEqual({ u1: ['a'] });
});

it('says what is wrong with a table that is none of events', async () => {
  const table = 'user,item,time\nu1,a,1\n';
  await expect(histories(table, '{"person":"p"}\n')).rejects.toMatchObject({
    code: 'unknown-column',
    message: expect.stringContaining('--events'),
  });
  await expect(histories(table, sent('p', 'a', 1) + sent('', 'a', 2))).rejects.toMatchObject({
    code: 'unreadable-row',
    message: expect.stringContaining('sent.ndjson, row 2'),
  });
  await rm(events);
  await expect(readSource({ source: join(folder, 'interactions.csv'), events })).rejects.toMatchObject({
    code: 'missing-source',
  });
});

it('does not join the built-in data, whose items no app has', async () => {
  await expect(openData('generated', { events })).rejects.toThrow('takes no events');
});
