// What clients see of the built Worker while what it depends on fails, over HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { artifactKey } from '@trimtab/shared/manifest.ts';
import { promote } from '@trimtab/trainer/publish/pointer.ts';
import { demoSignIn } from '../demo/sign-in.ts';
import { serveFaulty, type Faulty } from './faulty.ts';

let served: Faulty;
let token: string;
let versions = 1;

beforeAll(async () => {
  const signIn = await demoSignIn();
  token = signIn.token;
  served = await serveFaulty(signIn.variables);
});

afterAll(() => served?.stop());

beforeEach(async () => {
  await served.tell({ bucket: 'none', database: 'none' });
});

const signedIn = (): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

const nextVersion = (): string => `next-${String(++versions).padStart(6, '0')}`;

describe('R2', () => {
  test.for(['away', 'broken', 'silent'] as const)('%s: what is loaded goes on serving', async (bucket) => {
    const before = await served.recommend();
    await served.tell({ bucket });
    await served.jump();
    const during = await served.recommend();
    expect([during.status, during.version, during.body['items']]).toEqual([
      200,
      before.version,
      before.body['items'],
    ]);
    await expect.poll(async () => (await served.ask('/healthz')).body['status']).toBe('degraded');
    await served.tell({ bucket: 'none' });
    await served.jump();
    await expect.poll(async () => (await served.ask('/healthz')).body['status']).toBe('ok');
  });

  test('failing in the middle of a load: the older version serves, and the newer once R2 is back', async () => {
    const { version } = await served.recommend();
    await served.publish(nextVersion());
    await served.tell({ bucket: 'broken' });
    await served.jump();
    expect(await served.recommend()).toMatchObject({ status: 200, version });
    await served.tell({ bucket: 'none' });
    await served.jump();
    await expect.poll(async () => (await served.recommend()).version).not.toBe(version);
  });
});

describe('D1', () => {
  test.for(['away', 'silent'] as const)('%s: presets say so, and recommendations go on', async (database) => {
    await served.tell({ database });
    const presets = await served.ask('/v1/presets', signedIn());
    expect([presets.status, presets.retryAfter]).toEqual([503, '5']);
    expect(presets.body['type']).toMatch(/problem:(storage-unavailable|too-slow)$/);
    expect((await served.recommend()).status).toBe(200);
    await served.tell({ database: 'none' });
    expect((await served.ask('/v1/presets', signedIn())).status).toBe(200);
  });
});

test('the pointer moved during a load: the load ends, and the next look finds the newer version', async () => {
  const [first, second] = [nextVersion(), nextVersion()];
  await served.publish(second);
  await served.publish(first);
  await served.tell({ bucket: 'held' });
  await served.jump();
  const asked = served.recommend();
  await expect.poll(async () => (await served.tell({})).waiting).toBe(1);
  await promote(served.store, second);
  await served.tell({ bucket: 'none' });
  expect((await asked).status).toBe(200);
  await expect.poll(async () => (await served.recommend()).version).toBe(second);
});

test('a model swapped under load: no request fails, one model is loaded once, and memory stays bounded', async () => {
  const statuses: number[] = [];
  const swapped = new AbortController();
  const load = Array.from({ length: 6 }, async () => {
    while (!swapped.signal.aborted) statuses.push((await served.recommend()).status);
  });
  const sizes: number[] = [];
  for (let swap = 0; swap < 6; swap++) {
    const version = nextVersion();
    await served.publish(version);
    await served.jump();
    await expect.poll(async () => (await served.recommend()).version, { timeout: 30_000 }).toBe(version);
    const { reads, wasmBytes } = await served.tell({});
    expect(reads.filter((key) => key === artifactKey(version, 'head.onnx'))).toHaveLength(1);
    sizes.push(wasmBytes);
  }
  swapped.abort();
  await Promise.all(load);
  expect(statuses.length).toBeGreaterThan(50);
  expect(new Set(statuses)).toEqual(new Set([200]));
  // Two models are alive during a swap; what the older one frees, later ones take.
  expect(sizes.at(-1)).toBe(sizes[2]);
  expect(sizes.at(-1)).toBeLessThan(64 * 2 ** 20);
});
