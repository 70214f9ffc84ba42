// The first requests of an isolate of the built Worker, over HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { artifactKey } from '@trimtab/shared/manifest.ts';
import { serveFaulty, type Faulty } from './faulty.ts';
import { TINY_VERSION } from './served-tiny.ts';

let served: Faulty;

beforeAll(async () => {
  served = await serveFaulty();
});

afterAll(() => served?.stop());

test('R2 away is told at once where the item store is away too; else that gives the popular list', async () => {
  await served.tell({ bucket: 'away', catalogue: 'away' });
  expect(await served.recommend()).toMatchObject({ status: 503, retryAfter: '30' });
  await served.tell({ bucket: 'silent', catalogue: 'none' });
  const { status, version, body } = await served.recommend();
  expect([status, version]).toEqual([200, TINY_VERSION]);
  expect(body).toMatchObject({ source: 'popular', degraded: true, ignored: { history: [] } });
  // Items 2 and 4 are the history.
  const ids = (body['items'] as { id: string }[]).map(({ id }) => id);
  expect(ids.slice(0, 4)).toEqual(['i0', 'i1', 'i3', 'i5']);
  expect((await served.ask('/healthz')).status).toBe(503);
});

test('a first request that is aborted leaves ten others one load', async () => {
  await served.tell({ bucket: 'held', reads: [] });
  const stop = new AbortController();
  const aborted = served.recommend({ signal: stop.signal }).catch((error: Error) => error.name);
  await expect.poll(async () => (await served.tell({})).waiting).toBe(1);
  stop.abort();
  expect(await aborted).toBe('AbortError');
  const others = Promise.all(Array.from({ length: 10 }, () => served.recommend()));
  await served.tell({ bucket: 'none' });
  expect((await others).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  const { reads } = await served.tell({});
  expect(reads.filter((key) => key === artifactKey(TINY_VERSION, 'head.onnx'))).toHaveLength(1);
});
