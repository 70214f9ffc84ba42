// The first requests of an isolate of the built Worker, over HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { artifactKey } from '@trimtab/shared/manifest.ts';
import { serveFaulty, type Faulty } from './faulty.ts';
import { TINY_VERSION } from './served-tiny.ts';

let served: Faulty;

beforeAll(async () => {
  served = await serveFaulty();
}, 120_000);

afterAll(() => served?.stop());

test('R2 away is told at once; then a first request that is aborted leaves ten others one load', async () => {
  await served.tell({ bucket: 'away' });
  expect(await served.recommend()).toMatchObject({ status: 503, retryAfter: '30' });
  expect((await served.ask('/healthz')).status).toBe(503);
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
