// Running the two graphs of a version, inside workerd with real graphs.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadModel } from '../artifacts/loaded-model.ts';
import { ItemStore } from '../catalogue/item-store.ts';
import { RecentCache } from '../recent-cache.ts';
import { bindings, putVersion } from '../../test/harness.ts';
import { Engine } from './engine.ts';

const GOOD = 'good-000001';

beforeAll(() => putVersion(GOOD));

const source = {
  bucket: bindings.ARTIFACTS,
  itemStore: new ItemStore(bindings.CATALOGUE),
  inMemory: 50_000,
};

describe('the engine', () => {
  test('steering a history again runs only the head', async () => {
    const { engine, manifest } = await loadModel(source, GOOD);
    const zero = new Float32Array(manifest.latents);
    const first = await engine.score(await engine.encode([4, 2]), [zero]);
    const edit = Float32Array.from(zero, (_, latent) => (latent === 0 ? 2 : 0));
    const [base, steered] = await engine.score(await engine.encode([4, 2]), [zero, edit]);
    expect(engine.encoderRuns).toBe(1);
    expect(base).toEqual(first[0]);
    expect(steered).not.toEqual(base);
    await engine.encode([2, 4]);
    expect(engine.encoderRuns).toBe(2);
    // What is encoded once is the same, and not kept.
    const once = await engine.encodeOnce([1, 4]);
    const kept = await engine.encode([1, 4]);
    expect(once['hidden']?.data).toEqual(kept['hidden']?.data);
    expect(engine.encoderRuns).toBe(4);
    await engine.release();
  });

  test('a graph that is none is refused', async () => {
    await expect(Engine.create(Uint8Array.of(1, 2, 3), Uint8Array.of(1))).rejects.toThrow(/protobuf/i);
  });

  test('the same history asked for twice at once is encoded once', async () => {
    const { engine } = await loadModel(source, GOOD);
    const [first, second] = await Promise.all([engine.encode([3, 1]), engine.encode([3, 1])]);
    expect(engine.encoderRuns).toBe(1);
    expect(second).toBe(first);
    // A run that fails is not kept.
    await expect(engine.encode([])).rejects.toThrow(/out of data bounds/);
    await expect(engine.encode([])).rejects.toThrow(/out of data bounds/);
    expect(engine.encoderRuns).toBe(3);
    await engine.release();
  });

  test('the cache forgets what was used least recently', () => {
    const cache = new RecentCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
  });
});
