// Days as Parquet beside their lines: the same table comes of both, and a day is made anew when it must be.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventFileKey, tombstoneKey, withdrawalKey } from '@trimtab/shared/events.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compactDays, type Compaction } from './compact.ts';
import { compactedFactsKey, compactedKey, readFacts } from './compacted.ts';
import { folderFiles } from './event-files.ts';
import { gatherEvents, type GatherCounts } from './gather-events.ts';
import { readMarks } from './marks.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-compact-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const [ADA, BOB] = ['a1', 'b2'];
const NOON = Date.parse('2026-11-24T12:00:00Z');

async function put(key: string, ...rows: object[]): Promise<void> {
  await mkdir(dirname(join(folder, key)), { recursive: true });
  await writeFile(join(folder, key), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

const took = (person: string, item: string, time: string, value?: number): object => ({
  type: 'interaction',
  id: `event-${person}-${item}`,
  at: time,
  item,
  person,
  receivedAt: time,
  ...(value !== undefined && { value }),
});

async function compact(now: number = NOON): Promise<Compaction> {
  const files = await folderFiles(folder);
  return compactDays(files, await readMarks(files), now);
}

async function table(): Promise<{ text: string; counts: GatherCounts }> {
  const path = join(folder, 'out', 'table.ndjson');
  const counts = await gatherEvents(await folderFiles(folder), path);
  return { text: await readFile(path, 'utf8'), counts };
}

/** Two days: one with a repeated event, an impression and somebody who changed their mind; and one of yesterday. */
async function putDays(): Promise<void> {
  const shown = {
    type: 'impression',
    id: 'shown-01',
    at: '2026-11-21T10:00:00Z',
    recommendationId: 'r',
    items: ['x'],
  };
  const unwanted = { type: 'not_interested', id: 'unwanted', at: '2026-11-21T11:00:00Z', item: 'y' };
  const common = { person: BOB, receivedAt: '2026-11-21T11:30:00Z' };
  const first = took(ADA, 'x', '2026-11-21T09:00:00.250Z', 4.5);
  await put(
    eventFileKey('2026-11-21', 'one'),
    first,
    took(BOB, 'y', '2026-11-21T09:30:00Z'),
    { ...shown, ...common },
    { ...unwanted, ...common },
  );
  await put(eventFileKey('2026-11-21', 'two'), first);
  await put(eventFileKey('2026-11-23', 'one'), took(BOB, 'x', '2026-11-23T09:00:00Z'));
}

it('makes days that are over, of which the same table comes as of their lines', async () => {
  await putDays();
  const before = await table();
  expect(await compact()).toEqual({ made: ['2026-11-21'], kept: [], gone: [] });
  const after = await table();
  expect(after.text).toBe(before.text);
  expect(
    after.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { user: ADA, item: 'x', time: '2026-11-21T09:00:00.250Z', rating: 4.5 },
    { user: BOB, item: 'x', time: '2026-11-23T09:00:00.000Z', rating: null },
  ]);
  expect([before.counts.files, before.counts.days]).toEqual([3, 0]);
  expect([after.counts.files, after.counts.days]).toEqual([1, 1]);
  expect(await readFacts(await folderFiles(folder), '2026-11-21')).toMatchObject({
    rows: 3,
    first: '2026-11-21T09:00:00.250Z',
    last: '2026-11-21T11:00:00.000Z',
    leftOut: { repeated: 1, erased: 0, withdrawn: 0, impressions: 1 },
  });
});

it('leaves a day as it is, until lines of it change', async () => {
  await putDays();
  await compact();
  expect(await compact()).toEqual({ made: [], kept: ['2026-11-21'], gone: [] });
  await put(eventFileKey('2026-11-21', 'late'), took(ADA, 'z', '2026-11-21T23:00:00Z'));
  // Until the day is made anew its lines are read.
  expect((await table()).counts).toMatchObject({ days: 0, interactions: 3 });
  expect((await compact()).made).toEqual(['2026-11-21']);
  expect((await table()).counts).toMatchObject({ days: 1, interactions: 3 });
});

it.each([
  ['was erased', tombstoneKey(ADA), { person: ADA, erasedAt: '2026-11-24T13:00:00Z' }],
  ['took their consent back', withdrawalKey(ADA), { person: ADA, withdrawnAt: '2026-11-24T13:00:00Z' }],
])('makes a day anew in which somebody is who %s', async (_, key, mark: object) => {
  await putDays();
  await compact();
  await put(key, mark);
  expect((await table()).text).not.toContain(ADA);
  expect((await compact(NOON + 7_200_000)).made).toEqual(['2026-11-21']);
  expect(await readFacts(await folderFiles(folder), '2026-11-21')).toMatchObject({ rows: 2 });
  expect(await compact(NOON + 9_000_000)).toMatchObject({ made: [], kept: ['2026-11-21'] });
});

it('leaves days alone in which nobody is who was erased', async () => {
  await putDays();
  await compact();
  await put(tombstoneKey('c3'), { person: 'c3', erasedAt: '2026-11-24T13:00:00Z' });
  expect(await compact(NOON + 7_200_000)).toMatchObject({ made: [], kept: ['2026-11-21'] });
});

it('removes a day whose lines have gone, or whose events are older than they are kept', async () => {
  await putDays();
  await compact();
  const later = Date.parse('2027-05-22T12:00:00Z'); // 182 days after the day
  expect(await compact(later)).toEqual({ made: ['2026-11-23'], kept: [], gone: ['2026-11-21'] });
  await rm(join(folder, 'events', '2026-11-23'), { recursive: true });
  expect(await compact(later)).toEqual({ made: [], kept: [], gone: ['2026-11-23'] });
  expect(await readdir(join(folder, 'compacted'))).toEqual([]);
});

it('refuses a compacted day that is damaged or of newer rules, and makes one anew whose facts cannot be read', async () => {
  await putDays();
  await compact();
  const facts = join(folder, compactedFactsKey('2026-11-21'));
  const good = await readFile(facts, 'utf8');
  await writeFile(join(folder, compactedKey('2026-11-21')), 'PAR1');
  await expect(table()).rejects.toThrow(/it is not the file that was compacted/);
  await writeFile(facts, good.replace('"rules":1', '"rules":2'));
  await expect(table()).rejects.toThrow(/newer than this version/);
  await writeFile(facts, '{');
  expect((await compact()).made).toEqual(['2026-11-21']);
  expect((await table()).counts).toMatchObject({ days: 1, interactions: 2 });
});
