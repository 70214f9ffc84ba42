// A version whose files are all whole, but which lists other items than it should, inside workerd with real graphs.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { artifactKey, manifestSchema } from '@trimtab/shared/manifest.ts';
import { bindings, fillStore, point, putVersion, testApp, type TestApp } from '../../test/harness.ts';
import { ItemStore } from '../catalogue/item-store.ts';
import { loadModel } from './loaded-model.ts';

const GOOD = 'good-000001';
const NEXT = 'next-000002';
const POINTER_AGE = 30_000;

beforeEach(async () => {
  const { objects } = await bindings.ARTIFACTS.list();
  await bindings.ARTIFACTS.delete(objects.map(({ key }) => key));
  await putVersion(GOOD);
  await putVersion(NEXT);
  await point(GOOD);
});

const bytesOf = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array((await (await bindings.ARTIFACTS.get(artifactKey(NEXT, name)))?.arrayBuffer()) ?? []);

const textOf = async (name: string): Promise<string> => new TextDecoder().decode(await bytesOf(name));

/** Puts a file of NEXT in its place as somebody would who makes the manifest anew; null takes it out. */
async function replace(name: string, bytes: Uint8Array<ArrayBuffer> | null): Promise<void> {
  const manifest = manifestSchema.parse(JSON.parse(await textOf('manifest.json')));
  delete manifest.files[name];
  if (bytes !== null) {
    const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex();
    manifest.files[name] = { bytes: bytes.length, sha256 };
    await bindings.ARTIFACTS.put(artifactKey(NEXT, name), bytes);
  }
  await bindings.ARTIFACTS.put(artifactKey(NEXT, 'manifest.json'), JSON.stringify(manifest));
}

async function rewrite(change: (catalogue: Catalogue) => void): Promise<void> {
  const catalogue = JSON.parse(await textOf('catalogue.json')) as Catalogue;
  change(catalogue);
  await replace('catalogue.json', Uint8Array.from(new TextEncoder().encode(JSON.stringify(catalogue))));
}

const refusals = ({ log }: TestApp): unknown[] =>
  log
    .filter(({ event }) => event === 'artifact-refused')
    .map(({ modelVersion, fault }) => [modelVersion, fault]);

const recommend = async ({ ask }: TestApp): Promise<unknown[]> => {
  const { headers, body } = await ask('POST', '/v1/recommendations', { body: { history: ['i4', 'i2'] } });
  return [headers.get('x-model-version'), body['source'], body['degraded']];
};

const inMemory = { vars: { CATALOGUE_IN_MEMORY: '50000' } };

describe('a version that lists other items than it should', () => {
  test.for<[string, () => Promise<void>]>([
    ['an encoder replaced by the head', async () => replace('encoder.onnx', await bytesOf('head.onnx'))],
    [
      'an item table of other values',
      async () => {
        const table = await bytesOf('items.bin');
        await replace(
          'items.bin',
          table.map((value, i) => (i >= table.length - 48 ? value ^ 64 : value)),
        );
      },
    ],
    [
      'the same, from before probes',
      async () => {
        await replace('encoder.onnx', await bytesOf('head.onnx'));
        await replace('probes.json', null);
      },
    ],
    [
      'titles in reverse',
      () =>
        rewrite((catalogue) => {
          catalogue.titles = catalogue.titles.toReversed();
        }),
    ],
    [
      'ids in reverse',
      () =>
        rewrite((catalogue) => {
          catalogue.ids = catalogue.ids.toReversed();
        }),
    ],
    [
      'attributes of others',
      () =>
        rewrite((catalogue) => {
          catalogue.itemAttributes = catalogue.itemAttributes.toReversed();
        }),
    ],
  ])('%s: it never serves, and health says so', async ([, harm]) => {
    await harm();
    const app = testApp(inMemory);
    expect(await recommend(app)).toEqual([GOOD, 'model', false]);
    await point(NEXT, GOOD);
    app.clock.now += POINTER_AGE;
    expect(await recommend(app)).toEqual([GOOD, 'model', true]);
    expect(refusals(app)).toEqual([[NEXT, 'wrong-answers']]);
    expect((await app.ask('GET', '/healthz')).body).toEqual({ status: 'degraded', modelVersion: GOOD });
    // A new isolate has never served anything: it goes to the version before.
    expect(await recommend(testApp(inMemory))).toEqual([GOOD, 'model', true]);
  });

  test('a version from before probes serves where it gives scores', async () => {
    await replace('probes.json', null);
    await point(NEXT, GOOD);
    expect(await recommend(testApp(inMemory))).toEqual([NEXT, 'model', false]);
  });
});

describe('an item store of another catalogue', () => {
  const beyond = { vars: { CATALOGUE_IN_MEMORY: '0' } };

  test('whose rows are others is refused', async () => {
    await fillStore(NEXT);
    await bindings.CATALOGUE.prepare("update items set title = 'Number ' || (29 - item) where version = ?")
      .bind(NEXT)
      .run();
    await fillStore(GOOD);
    await point(NEXT, GOOD);
    const app = testApp(beyond);
    expect(await recommend(app)).toEqual([GOOD, 'model', true]);
    expect(refusals(app)).toEqual([[NEXT, 'wrong-answers']]);
  });

  test('filled under the same name from other files is refused', async () => {
    await fillStore(NEXT);
    await bindings.CATALOGUE.prepare(
      'update versions set manifest = json_set(manifest, \'$.files."catalogue.json".sha256\', ?) where version = ?',
    )
      .bind('0'.repeat(64), NEXT)
      .run();
    await fillStore(GOOD);
    await point(NEXT, GOOD);
    const app = testApp(beyond);
    expect(await recommend(app)).toEqual([GOOD, 'model', true]);
    expect(refusals(app)).toEqual([[NEXT, 'inconsistent']]);
  });
});

test('health tells that popular lists stand in for a model that fails when it is run', async () => {
  const app = testApp();
  expect((await app.ask('GET', '/healthz')).body).toEqual({ status: 'ok', modelVersion: GOOD });
  const source = {
    bucket: bindings.ARTIFACTS,
    itemStore: new ItemStore(bindings.CATALOGUE),
    inMemory: 50_000,
  };
  const { engine } = await loadModel(source, GOOD);
  const { prototype } = engine.constructor as unknown as { prototype: typeof engine };
  const { score } = prototype;
  prototype.score = () => Promise.reject(new Error('out of memory'));
  try {
    expect(await recommend(app)).toEqual([GOOD, 'popular', true]);
    const failing = { status: 'degraded', modelVersion: GOOD, lists: 'popular' };
    expect((await app.ask('GET', '/healthz')).body).toEqual(failing);
  } finally {
    prototype.score = score;
  }
  expect(await recommend(app)).toEqual([GOOD, 'model', false]);
  expect((await app.ask('GET', '/healthz')).body).toEqual({ status: 'ok', modelVersion: GOOD });
});
