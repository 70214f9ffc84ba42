// From files of events as the Worker writes them to a data set, and who is left out on the way.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventFileKey, objectionKey, tombstoneKey, withdrawalKey } from '@trimtab/shared/events.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestHarness } from 'wrangler';
import { historyOf } from '../data/dataset.ts';
import { readSource } from '../data/read-source.ts';
import { openS3Store } from '../publish/s3-store.ts';
import { sha256 } from '../files/hash.ts';
import { bucketFiles, folderFiles, type EventFiles } from './event-files.ts';
import { gatherEvents, type GatherCounts } from './gather-events.ts';

const [ADA, BOB, CY] = ['a1', 'b2', 'c3'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-events-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let run = 0;
let bucket: string;
beforeEach(async () => {
  bucket = join(folder, String(++run));
  await mkdir(bucket);
});

async function put(key: string, text: string): Promise<void> {
  await mkdir(dirname(join(bucket, key)), { recursive: true });
  await writeFile(join(bucket, key), text);
}

const hour = (n: number): string => `2026-11-22T${String(n).padStart(2, '0')}:00:00Z`;

/** Taken at the hour, and received half an hour later. */
const took = (person: string | undefined, item: string, at: number, id = `id-of-item-${item}`): object => ({
  type: 'interaction',
  id,
  at: hour(at),
  item,
  person,
  receivedAt: hour(at).replace(':00:00Z', ':30:00.000Z'),
});

const lines = (...events: object[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');

interface Row {
  user: string;
  item: string;
  time: string;
  rating?: number | null;
}

async function gatheredFrom(files: EventFiles): Promise<{ interactions: Row[]; counts: GatherCounts }> {
  const table = join(folder, `table-${run}.ndjson`);
  const counts = await gatherEvents(files, table);
  const text = await readFile(table, 'utf8');
  const rows = text.split('\n').filter((line) => line !== '');
  // Times have milliseconds, as those that are compared with do not.
  const interactions = rows.map((line) => JSON.parse(line.replace('.000Z', 'Z')) as Row);
  return { interactions, counts };
}

const gathered = async () => gatheredFrom(await folderFiles(bucket));

const minuteOf = (minute: number): string =>
  new Date(Date.parse('2026-11-22T00:00:00Z') + 60_000 * minute).toISOString();

const taken = (person: string, count: number, minutes: number): object[] =>
  Array.from({ length: count }, (_, i) => ({
    ...took(person, `x${i}`, 1, `event-${person}-${i}`),
    at: minuteOf(i * minutes),
  }));

const rows = async (): Promise<unknown[]> =>
  (await gathered()).interactions.map(({ user, item, time }) => [user, item, time]);

describe('gatherEvents', () => {
  it('lists interactions in the order of time, with ratings, and counts other types apart', async () => {
    const shown = { type: 'impression', id: 'shown-01', at: hour(1), recommendationId: 'r', items: ['x'] };
    const unwanted = { type: 'not_interested', id: 'unwanted', at: hour(1), item: 'z' };
    const common = { person: ADA, receivedAt: hour(2) };
    await put(eventFileKey('2026-11-23', 'f2'), lines({ ...took(ADA, 'x', 1), value: 4.5 }));
    await put(
      eventFileKey('2026-11-22', 'f1'),
      lines(took(BOB, 'y', 2), { ...shown, ...common }, { ...unwanted, ...common }),
    );
    expect(await gathered()).toEqual({
      interactions: [
        { user: ADA, item: 'x', time: hour(1), rating: 4.5 },
        { user: BOB, item: 'y', time: hour(2), rating: null },
      ],
      counts: {
        files: 2,
        days: 0,
        lines: 4,
        interactions: 2,
        people: 2,
        repeated: 0,
        erased: 0,
        withdrawn: 0,
        objected: 0,
        dropped: 0,
        bots: 0,
        unwanted: 0,
        otherTypes: 2,
      },
    });
  });

  it('does not read files that systems hide beside those of the Worker', async () => {
    await put(eventFileKey('2026-11-22', 'f1'), lines(took(ADA, 'x', 1)));
    await put('events/2026-11-22/._f1.ndjson', 'no event');
    await put('events/.cache/2026-11-22/f1.ndjson', lines(took(ADA, 'y', 2)));
    expect(await rows()).toEqual([[ADA, 'x', hour(1)]]);
  });

  it('counts an id of a person once, as it was received first', async () => {
    const again = { ...took(ADA, 'z', 5), id: 'id-of-item-x' };
    await put(eventFileKey('2026-11-22', 'later'), lines(again, took(BOB, 'x', 3)));
    await put(eventFileKey('2026-11-22', 'twice'), lines(took(ADA, 'x', 1), took(ADA, 'x', 1)));
    expect(await rows()).toEqual([
      [ADA, 'x', hour(1)],
      [BOB, 'x', hour(3)],
    ]);
    expect((await gathered()).counts.repeated).toBe(2);
  });

  it('leaves out what was received until a person was erased, and keeps what they sent since', async () => {
    await put(
      eventFileKey('2026-11-22', 'f'),
      lines(took(ADA, 'x', 1), took(ADA, 'y', 2), took(ADA, 'z', 3)),
    );
    const erasedAt = hour(2).replace(':00:00Z', ':30:00.000Z');
    await put(tombstoneKey('a1'), JSON.stringify({ person: ADA, erasedAt }));
    expect(await rows()).toEqual([[ADA, 'z', hour(3)]]);
    expect((await gathered()).counts.erased).toBe(2);
  });

  it('leaves out all that came before a person took their consent back, and keeps what they agreed to since', async () => {
    await put(
      eventFileKey('2026-11-22', 'f'),
      lines(took(ADA, 'x', 1), took(ADA, 'y', 2), took(BOB, 'x', 1)),
    );
    await put(withdrawalKey('a1'), JSON.stringify({ person: ADA, withdrawnAt: hour(2) }));
    expect(await rows()).toEqual([
      [BOB, 'x', hour(1)],
      [ADA, 'y', hour(2)],
    ]);
    expect((await gathered()).counts.withdrawn).toBe(1);
  });

  it('leaves out what a person took and then did not want, and not what they took again or what others took', async () => {
    const unwanted = (item: string, at: number): object => ({
      ...took(ADA, item, at, `unwanted-${item}`),
      type: 'not_interested',
    });
    await put(
      eventFileKey('2026-11-22', 'f'),
      lines(took(ADA, 'x', 1), took(ADA, 'y', 1), took(BOB, 'x', 1), unwanted('x', 2), unwanted('y', 2)),
    );
    await put(eventFileKey('2026-11-23', 'f'), lines(took(ADA, 'y', 3, 'taken-again')));
    expect(await rows()).toEqual([
      [BOB, 'x', hour(1)],
      [ADA, 'y', hour(3)],
    ]);
    expect((await gathered()).counts).toMatchObject({ unwanted: 2, otherTypes: 2 });
  });

  it('leaves out people who do not want to be profiled, altogether', async () => {
    await put(eventFileKey('2026-11-22', 'f'), lines(took(ADA, 'x', 1), took(CY, 'y', 2)));
    await put(objectionKey('a1'), JSON.stringify({ person: ADA, since: hour(5) }));
    expect(await rows()).toEqual([[CY, 'y', hour(2)]]);
    expect((await gathered()).counts.objected).toBe(1);
  });

  it('leaves out a bot, be it one of bursts or one with half of all events', async () => {
    const humans = Array.from({ length: 100 }, (_, i) => taken(`human-${i}`, 20, 60)).flat();
    // 601 in an hour; 2,000 at one a minute; and 600 in an hour, which somebody fast may take.
    const others = [...taken('burst', 601, 0.09), ...taken('flood', 2000, 1), ...taken('fast', 600, 0.09)];
    await put(eventFileKey('2026-11-22', 'f'), lines(...humans, ...others));
    const { interactions, counts } = await gathered();
    expect(new Set(interactions.map(({ user }) => user)).size).toBe(101);
    expect(counts).toMatchObject({ bots: 2, dropped: 2601, interactions: 2600 });
  });

  it.each(['{"type":"interaction"', '{"type":"interaction","id":"abcdefgh"}'])(
    'refuses the line %s',
    async (line) => {
      await put(eventFileKey('2026-11-22', 'f'), `${lines(took(ADA, 'x', 1))}${line}\n`);
      await expect(gathered()).rejects.toMatchObject({ code: 'unreadable-row', row: 2 });
    },
  );

  it.each([tombstoneKey('a1'), objectionKey('a1'), withdrawalKey('a1')])(
    'refuses a mark that names nobody: %s',
    async (key) => {
      await put(key, '{}');
      await expect(gathered()).rejects.toMatchObject({ code: 'unreadable-file' });
    },
  );
});

it('what is gathered is a table that training reads', async () => {
  const file = join(bucket, 'interactions.ndjson');
  await put(eventFileKey('2026-11-22', 'f'), lines(took(ADA, 'y', 3), took(BOB, 'x', 1), took(ADA, 'x', 2)));
  const { interactions } = await gathered();
  await writeFile(file, lines(...interactions));
  const data = await readSource({ source: file, kCore: 1 });
  expect(
    data.userIds.map((id, user) => [id, Array.from(historyOf(data, user), (i) => data.catalogue.ids[i])]),
  ).toEqual([
    [BOB, ['x']],
    [ADA, ['x', 'y']],
  ]);
});

it('reads the bucket itself by its S3 interface', async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'only-for-this-test' };
  const configPath = join(bucket, 'wrangler.json');
  const binding = {
    binding: 'ARTIFACTS',
    bucket_name: 'events',
    local_dev: { experimental_s3_credentials: credentials },
  };
  await writeFile(join(bucket, 'worker.js'), 'export default { fetch: () => new Response() };');
  const config = { name: 'r2', main: 'worker.js', compatibility_date: '2026-10-23', r2_buckets: [binding] };
  await writeFile(configPath, JSON.stringify(config));
  const harness = createTestHarness({ workers: [{ configPath }] });
  const { url } = await harness.listen();
  const endpoint = new URL('/cdn-cgi/local/r2/s3', url).href;
  const store = openS3Store({ endpoint, bucket: 'events', ...credentials });
  for (const [name, event] of [
    ['f1', took(ADA, 'x', 1)],
    ['f2', took(BOB, 'y', 2)],
  ] as const) {
    const bytes = new TextEncoder().encode(lines(event));
    await store.put(eventFileKey('2026-11-22', name), bytes, {
      sha256: sha256(bytes),
      contentType: 'application/x-ndjson',
    });
  }
  const { interactions } = await gatheredFrom(bucketFiles({ endpoint, bucket: 'events', ...credentials }));
  expect(interactions.map(({ user }) => user)).toEqual([ADA, BOB]);
  await harness.close();
});
