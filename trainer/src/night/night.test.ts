// What keeps a night from working: each says so clearly, and what serves goes on serving.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryStore, type MemoryStore } from '../../testing/memory-store.ts';
import { folderFiles } from '../events/event-files.ts';
import { boundsSchema } from '../gates/bounds.ts';
import { takeLock } from './lock.ts';
import { runNight, type NightEnd } from './night.ts';
import type { NightOptions } from './options.ts';
import { planNight } from './plan.ts';
import { LAST_GOOD_KEY, recordKey } from './record.ts';

let home: string;
let store: MemoryStore;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'trimtab-night-'));
  await mkdir(join(home, 'bucket'));
  store = memoryStore();
});
afterEach(() => rm(home, { recursive: true, force: true }));

const put = (key: string, value: unknown): Promise<boolean> =>
  store.put(key, new TextEncoder().encode(JSON.stringify(value)), { sha256: '', contentType: '' });

const options = async (given: Partial<NightOptions> = {}): Promise<NightOptions> => ({
  home,
  date: '2026-11-30',
  owner: 'the test',
  asked: {},
  store,
  events: await folderFiles(join(home, 'bucket')),
  bounds: boundsSchema.parse({}),
  presets: () => Promise.resolve(null),
  worker: null,
  fillItems: () => Promise.resolve(),
  backend: () => Promise.reject(new Error('nothing is trained here')),
  ...given,
});

/** Of a night that ends before anything is trained. */
const anyBackend: NightOptions['backend'] = () =>
  Promise.resolve({ name: 'wasm', gpu: false, library: 'none', reason: 'of the test' });

const ended = ({ record: { outcome, error } }: NightEnd): unknown[] => [outcome, error];
const pointer = (): string | undefined => {
  const stored = store.objects.get(POINTER_KEY);
  return stored && new TextDecoder().decode(stored.bytes);
};

it('an empty night refuses its data, keeps its record, and gives its lock back', async () => {
  await put(POINTER_KEY, { current: 'version-1', previous: null });
  const before = pointer();
  expect(ended(await runNight(await options()))).toEqual([
    'data refused',
    expect.stringContaining('there is nothing to train on') as unknown,
  ]);
  expect(pointer()).toBe(before);
  expect(store.objects.has(recordKey('2026-11-30'))).toBe(true);
  await expect(takeLock(store, { owner: 'another' })).resolves.toBeDefined();
});

it.each([
  [
    'a pointer that is none',
    POINTER_KEY,
    { serving: 'version-1' },
    /is not a pointer to a version: remove it/,
  ],
  [
    'a last good night of a newer format',
    LAST_GOOD_KEY,
    { format: 2 },
    /last-good\.json .* or of a newer one/,
  ],
])('%s breaks the night with a clear error', async (_, key, value: object, message: RegExp) => {
  await put(key, value);
  const [outcome, error] = ended(await runNight(await options({ asked: { data: { source: 'generated' } } })));
  expect(outcome).toBe('broken');
  expect(error).toMatch(message);
  expect(new TextDecoder().decode(store.objects.get(key)?.bytes)).toBe(JSON.stringify(value));
});

it('data that cannot be read is refused before anything is trained', async () => {
  const asked = { data: { source: join(home, 'gone.csv') } };
  const [outcome, error] = ended(await runNight(await options({ asked, backend: anyBackend })));
  expect(outcome).toBe('data refused');
  expect(error).toMatch(/gone\.csv/);
});

it('events that cannot be read are refused, by file and line', async () => {
  await mkdir(join(home, 'bucket/events/2026-11-30'), { recursive: true });
  await writeFile(join(home, 'bucket/events/2026-11-30/f.ndjson'), '{"type":"interaction"\n');
  const [outcome, error] = ended(await runNight(await options()));
  expect(outcome).toBe('data refused');
  expect(error).toMatch(/events\/2026-11-30\/f\.ndjson in .*, row 1/);
});

it('a night waits for nobody: where another works it says who', async () => {
  await takeLock(store, { owner: 'runner 1' });
  await expect(runNight(await options())).rejects.toThrow(/held by runner 1/);
});

it('a dry run says what a night would do, and writes nothing', async () => {
  await writeFile(join(home, 'rows.csv'), 'user,item,time\na,x,1\n');
  const asked = { data: { source: join(home, 'rows.csv') } };
  const plan = await planNight(await options({ asked, budgetSeconds: 5400 }));
  expect(plan).toMatchObject({ serving: null, unchanged: false, interactionsSent: 0, trainingMinutes: 45 });
  expect(store.objects.size).toBe(0);
});
