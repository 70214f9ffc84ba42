// What clients see of the built Worker while what it depends on fails, over HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { artifactKey, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { sha256 } from '@trimtab/trainer/files/hash.ts';
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

const read = async (key: string): Promise<Uint8Array> =>
  (await served.store.get(key))?.bytes ?? new Uint8Array();

const put = (key: string, bytes: Uint8Array): Promise<boolean> =>
  served.store.put(key, bytes, { sha256: sha256(bytes), contentType: 'application/octet-stream' });

const damage = async (key: string, change: (bytes: Uint8Array) => Uint8Array): Promise<void> => {
  await put(key, change((await read(key)).slice()));
};

const withText = (change: (text: string) => string) => (bytes: Uint8Array) =>
  new TextEncoder().encode(change(new TextDecoder().decode(bytes)));

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

describe('a version that cannot serve', () => {
  test.for<[string, (version: string) => Promise<unknown>]>([
    [
      'a corrupt file, in a weight, which the hash alone can tell',
      (version) => damage(artifactKey(version, 'head.onnx'), (bytes) => bytes.fill(7, 6000, 6020)),
    ],
    [
      'a truncated file',
      (version) => damage(artifactKey(version, 'encoder.onnx'), (bytes) => bytes.subarray(0, 500)),
    ],
    [
      'a manifest of a newer format',
      (version) =>
        damage(
          artifactKey(version, 'manifest.json'),
          withText((text) => text.replace('"format":1', '"format":2')),
        ),
    ],
    [
      'missing files',
      async (version) => {
        const rename = withText((text) => text.replaceAll(version, `${version}-alone`));
        await put(
          artifactKey(`${version}-alone`, 'manifest.json'),
          rename(await read(artifactKey(version, 'manifest.json'))),
        );
        await damage(POINTER_KEY, rename); // promoting it would be refused
      },
    ],
  ])('%s: the last good one goes on serving, and the next that is whole takes over', async ([, harm]) => {
    const { version } = await served.recommend();
    const bad = nextVersion();
    await served.publish(bad);
    await harm(bad);
    await served.jump();
    expect(await served.recommend()).toMatchObject({ status: 200, version });
    await expect.poll(async () => (await served.ask('/healthz')).body['status']).toBe('degraded');
    expect(await served.recommend()).toMatchObject({ status: 200, version });
    const good = nextVersion();
    await served.publish(good);
    await served.jump();
    await expect.poll(async () => (await served.recommend()).version).toBe(good);
  });
});

describe('D1', () => {
  test.for(['away', 'broken', 'silent'] as const)(
    '%s: presets say so, and recommendations go on',
    async (database) => {
      await served.tell({ database });
      const presets = await served.ask('/v1/presets', signedIn());
      expect([presets.status, presets.retryAfter]).toEqual([503, '5']);
      expect(presets.body['type']).toMatch(/problem:(storage-unavailable|too-slow)$/);
      expect((await served.recommend()).status).toBe(200);
      await served.tell({ database: 'none' });
      expect((await served.ask('/v1/presets', signedIn())).status).toBe(200);
    },
  );
});

test('the pointer moved during a load: the load ends, and the next look finds the newer version', async () => {
  const [first, second] = [nextVersion(), nextVersion()];
  await served.publish(second);
  await served.publish(first);
  await served.tell({ bucket: 'held' });
  await served.jump();
  const asked = served.recommend();
  await expect.poll(async () => (await served.tell({})).waiting).toBe(1);
  await put(POINTER_KEY, new TextEncoder().encode(JSON.stringify({ current: second, previous: first })));
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
