// Publishing, promoting and rolling back against real R2 on this machine: by its binding and by its S3 interface.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactKey, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestHarness } from 'wrangler';
import { writeArtifact } from './artifact.ts';
import { exampleContent } from '../../testing/example-content.ts';
import { openLocalStore } from './local-store.ts';
import type { ObjectStore } from './object-store.ts';
import { currentPointer, promote, rollback } from './pointer.ts';
import { publishArtifact } from './publish.ts';
import { openS3Store, s3Options } from './s3-store.ts';
import { sha256 } from '../files/hash.ts';

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';

const bucket = 'trimtab-test';
const credentials = { accessKeyId: 'local', secretAccessKey: 'only-for-this-test' };

let folder: string;
let configPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-publish-'));
  configPath = join(folder, 'wrangler.json');
  const binding = {
    binding: 'ARTIFACTS',
    bucket_name: bucket,
    local_dev: { experimental_s3_credentials: credentials },
  };
  await writeFile(join(folder, 'worker.js'), 'export default { fetch: () => new Response() };');
  const config = { name: 'r2', main: 'worker.js', compatibility_date: '2026-10-23', r2_buckets: [binding] };
  await writeFile(configPath, JSON.stringify(config));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const openLocal = (): Promise<ObjectStore> =>
  openLocalStore({ configPath, persistTo: join(folder, 'state') });

async function openS3(): Promise<ObjectStore> {
  const harness = createTestHarness({ workers: [{ configPath }] });
  const { url } = await harness.listen();
  const store = openS3Store({ endpoint: new URL('/cdn-cgi/local/r2/s3', url).href, bucket, ...credentials });
  return { ...store, close: () => harness.close() };
}

/** Version names of one test, since tests share a store. */
let run = 0;
const version = (name: string): string => `test-${run}-${name}`;

async function artifact(name: string, headByte?: number): Promise<string> {
  const path = join(folder, 'artifacts', `${version(name)}-${headByte ?? 1}`);
  await mkdir(join(folder, 'artifacts'), { recursive: true });
  await writeArtifact(path, exampleContent(version(name), headByte));
  return path;
}

describe.each([
  ['local R2', openLocal],
  ['R2 through S3', openS3],
])('%s', (_, open) => {
  let store: ObjectStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(() => {
    run++;
  });

  it('uploads every file once, the manifest last', async () => {
    const path = await artifact('first');
    const published = await publishArtifact(store, path);
    expect(published.modelVersion).toBe(version('first'));
    expect(published.uploaded).toHaveLength(7);
    expect(published.uploaded.at(-1)).toBe('manifest.json');
    const again = await publishArtifact(store, path);
    expect(again).toMatchObject({ uploaded: [], bytes: 0 });
    expect(again.skipped).toHaveLength(7);
    const head = await store.get(artifactKey(version('first'), 'head.onnx'));
    expect(head?.bytes).toEqual(Uint8Array.of(8, 1));
    expect(head?.sha256).toBe(sha256(Uint8Array.of(8, 1)));
  });

  it('never changes the files of a published version', async () => {
    await publishArtifact(store, await artifact('fixed'));
    await expect(publishArtifact(store, await artifact('fixed', 2))).rejects.toMatchObject({
      code: 'version-exists',
      message: expect.stringContaining('another head.onnx') as unknown,
    });
  });

  it('refuses bytes that are not of the sha256', async () => {
    const options = { sha256: sha256('something else'), contentType: 'text/plain' };
    await expect(store.put('broken', Uint8Array.of(1), options)).rejects.toMatchObject({
      code: 'store-failure',
    });
    expect(await store.get('broken')).toBeNull();
  });

  it('promotes a published version, and rolls back to the one before it once', async () => {
    await publishArtifact(store, await artifact('old'));
    await publishArtifact(store, await artifact('new'));
    await promote(store, version('old'));
    expect(await promote(store, version('new'))).toEqual({
      current: version('new'),
      previous: version('old'),
    });
    expect(await promote(store, version('new'))).toEqual({
      current: version('new'),
      previous: version('old'),
    });
    const out = { current: version('old'), previous: null, rolledBack: [version('new')] };
    expect(await rollback(store)).toEqual(out);
    expect(await currentPointer(store)).toEqual(out);
    await expect(rollback(store)).rejects.toMatchObject({ code: 'no-previous' });
  });

  it('promotes only what is published whole', async () => {
    await expect(promote(store, version('absent'))).rejects.toMatchObject({ code: 'not-published' });
    const key = artifactKey(version('cut'), 'head.onnx');
    await publishArtifact(store, await artifact('cut'));
    const bytes = Uint8Array.of(9);
    await store.put(key, bytes, { sha256: sha256(bytes), contentType: 'text/plain' });
    await expect(promote(store, version('cut'))).rejects.toThrow(`${key} in ${store.name} is another file`);
  });

  it('says so when somebody else promotes at the same time', async () => {
    for (const name of ['base', 'mine', 'theirs']) await publishArtifact(store, await artifact(name));
    await promote(store, version('base'));
    const racing: ObjectStore = {
      ...store,
      async put(key, bytes, options) {
        if (key === POINTER_KEY) await promote(store, version('theirs'));
        return store.put(key, bytes, options);
      },
    };
    await expect(promote(racing, version('mine'))).rejects.toMatchObject({
      code: 'lost-race',
      message: expect.stringContaining(version('theirs')) as unknown,
    });
    expect((await currentPointer(store))?.current).toBe(version('theirs'));
  });

  it('puts once when told that there must be none', async () => {
    const bytes = Uint8Array.of(5);
    const options = {
      sha256: sha256(bytes),
      contentType: 'text/plain',
      condition: { absent: true } as const,
    };
    expect(await store.put(version('once'), bytes, options)).toBe(true);
    expect(await store.put(version('once'), bytes, options)).toBe(false);
  });
});

describe('the configuration of a store', () => {
  it('names every variable that is missing', () => {
    expect(() => s3Options({ R2_BUCKET: 'b', R2_ACCESS_KEY_ID: 'k' })).toThrow(
      'publishing to R2 needs R2_ACCOUNT_ID (or R2_ENDPOINT), R2_SECRET_ACCESS_KEY in the environment',
    );
  });

  it('makes the endpoint from the account', () => {
    const secrets = { R2_BUCKET: 'b', R2_ACCESS_KEY_ID: 'k', R2_SECRET_ACCESS_KEY: 's' };
    expect(s3Options({ ...secrets, R2_ACCOUNT_ID: 'abc' }).endpoint).toBe(
      'https://abc.r2.cloudflarestorage.com',
    );
    expect(s3Options({ ...secrets, R2_ENDPOINT: 'http://localhost:1/' }).endpoint).toBe('http://localhost:1');
  });

  it('needs the bucket in wrangler.toml', async () => {
    const path = join(folder, 'no-bucket.json');
    await writeFile(path, JSON.stringify({ name: 'none', compatibility_date: '2026-10-23' }));
    await expect(openLocalStore({ configPath: path })).rejects.toThrow(
      'has no binding ARTIFACTS: add it under [[r2_buckets]]',
    );
  });

  it('says when the keys are wrong', async () => {
    const harness = createTestHarness({ workers: [{ configPath }] });
    const { url } = await harness.listen();
    const endpoint = new URL('/cdn-cgi/local/r2/s3', url).href;
    const store = openS3Store({ endpoint, bucket, accessKeyId: 'other', secretAccessKey: 'wrong' });
    await expect(store.get('x')).rejects.toThrow('check R2_ACCESS_KEY_ID');
    await harness.close();
  });
});
