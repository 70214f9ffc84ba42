// Which version the pointer names after publishing, rolling back and lost answers, in the local R2.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactKey, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exampleContent } from '../../testing/example-content.ts';
import { sha256 } from '../files/hash.ts';
import { writeArtifact } from './artifact.ts';
import { openLocalStore } from './local-store.ts';
import type { ObjectStore } from './object-store.ts';
import { currentPointer, promote, rollback, servableVersions } from './pointer.ts';
import { publishArtifact } from './publish.ts';

const VERSIONS = ['a', 'b', 'c', 'd'].map((name) => `version-${name}`) as [string, string, string, string];
const [A, B, C, D] = VERSIONS;

let folder: string;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-pointer-'));
  const configPath = join(folder, 'wrangler.json');
  const bindings = [{ binding: 'ARTIFACTS', bucket_name: 'trimtab-test' }];
  const config = { name: 'r2', compatibility_date: '2026-10-23', r2_buckets: bindings };
  await writeFile(configPath, JSON.stringify(config));
  store = await openLocalStore({ configPath, persistTo: join(folder, 'state') });
  for (const version of VERSIONS) {
    const artifact = join(folder, version);
    await writeArtifact(artifact, exampleContent(version));
    await publishArtifact(store, artifact);
  }
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** As an earlier release wrote it. */
const point = async (current: string, previous: string | null): Promise<void> => {
  const bytes = new TextEncoder().encode(JSON.stringify({ current, previous }));
  await store.put(POINTER_KEY, bytes, { sha256: sha256(bytes), contentType: 'application/json' });
};

beforeEach(() => point(A, null));

const publishes = (version: string, into = store): Promise<unknown> =>
  promote(into, version, { unlessRolledBack: true });

describe('a version that was rolled back', () => {
  it('stays out of the next publish, until somebody names it', async () => {
    await publishes(B);
    await rollback(store);
    await expect(publishes(B)).rejects.toMatchObject({
      code: 'rolled-back',
      message: expect.stringContaining(`trimtab promote ${B}`) as unknown,
    });
    expect(await currentPointer(store)).toEqual({ current: A, previous: null, rolledBack: [B] });
    expect(await promote(store, B)).toEqual({ current: B, previous: A });
    await rollback(store);
    expect((await currentPointer(store))?.rolledBack).toEqual([B]);
  });

  it('does not come back with the next rollback: that goes to the last good one', async () => {
    await publishes(B);
    await rollback(store);
    await publishes(C);
    await publishes(D);
    expect(await rollback(store)).toEqual({ current: C, previous: A, rolledBack: [B, D] });
    expect(await rollback(store)).toEqual({ current: A, previous: null, rolledBack: [B, D, C] });
    await expect(rollback(store)).rejects.toMatchObject({ code: 'no-previous' });
  });

  it('goes back as far as good versions are known, and keeps what they need', async () => {
    for (const version of [B, C, D]) await publishes(version);
    const pointer = await currentPointer(store);
    expect(pointer).toEqual({ current: D, previous: C, earlier: [B, A] });
    expect(servableVersions(pointer)).toEqual([D, C, B, A]);
    await publishes(B);
    expect(await currentPointer(store)).toEqual({ current: B, previous: D, earlier: [C, A] });
  });

  it('a rollback passes over a version that is not whole any more', async () => {
    const key = artifactKey(B, 'head.onnx');
    for (const version of [B, C]) await publishes(version);
    const whole = await store.get(key);
    const other = Uint8Array.of(9);
    await store.put(key, other, { sha256: sha256(other), contentType: 'application/octet-stream' });
    expect(await rollback(store)).toEqual({ current: A, previous: null, rolledBack: [C] });
    const bytes = whole?.bytes ?? other;
    await store.put(key, bytes, { sha256: sha256(bytes), contentType: 'application/octet-stream' });
  });

  it('a pointer of an earlier release is gone on with', async () => {
    await point(C, B);
    expect(await rollback(store)).toEqual({ current: B, previous: null, rolledBack: [C] });
  });
});

/** The store, but that what `put` and `get` of the pointer come to is lost. */
const losing = (lost: { put?: 'before' | 'after'; get?: boolean }): ObjectStore => {
  let isPut = false;
  return {
    ...store,
    async put(key, bytes, options) {
      if (key !== POINTER_KEY) return store.put(key, bytes, options);
      isPut = true;
      if (lost.put === 'before') throw new Error('the connection was cut');
      await store.put(key, bytes, options);
      throw new Error('the connection was cut');
    },
    async get(key) {
      if (lost.get && isPut && key === POINTER_KEY) throw new Error('the network is gone');
      return store.get(key);
    },
  };
};

describe('an answer that was lost', () => {
  it('is no failure where the pointer has moved', async () => {
    expect(await promote(losing({ put: 'after' }), B)).toEqual({ current: B, previous: A });
    const back = { current: A, previous: null, rolledBack: [B] };
    expect(await rollback(losing({ put: 'after' }))).toEqual(back);
    expect(await currentPointer(store)).toEqual(back);
  });

  it('is one where it has not', async () => {
    await expect(promote(losing({ put: 'before' }), B)).rejects.toThrow('the connection was cut');
    expect(await currentPointer(store)).toEqual({ current: A, previous: null });
  });

  it('leaves open what happened where the pointer cannot be read either, and says so', async () => {
    await expect(promote(losing({ put: 'after', get: true }), B)).rejects.toMatchObject({
      code: 'no-answer',
      message: expect.stringMatching(/cannot be told whether .* names version-b now: look at it/) as unknown,
    });
  });

  it('of a file is no failure where the file is there', async () => {
    const artifact = join(folder, 'version-e');
    await writeArtifact(artifact, exampleContent('version-e'));
    const puts: string[] = [];
    const cut: ObjectStore = {
      ...store,
      async put(key, bytes, options) {
        puts.push(key);
        await store.put(key, bytes, options);
        throw new Error('the connection was cut');
      },
    };
    const { uploaded } = await publishArtifact(cut, artifact);
    expect(uploaded).toHaveLength(7);
    expect(puts).toHaveLength(7);
    await promote(store, 'version-e');
  });
});
