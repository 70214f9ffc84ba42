import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../tensorflow/backend.ts';
import type { BenchUser, SteeringBench } from './steering-bench.ts';
import { targetFigures } from './target-shares.ts';

const held: BenchUser[] = [0, 1].map((place) => ({ place, target: 0, excluded: new Set() }));

/**
 * Two users with one and two of ten places; each 1.0 along axis 0 adds a place, up to four for the second. NDCG is
 * .5, and .25 under a quota.
 */
const bench: SteeringBench = {
  users: 2,
  held,
  dispose: () => {},
  pullBack: () => Promise.resolve(new Float32Array()),
  hidden: () => Promise.resolve(new Float32Array()),
  run(change, rescore) {
    const moved = tf.tidy(() => change?.(tf.zeros([2, 2]), 0).dataSync() ?? []);
    const places = [1 + Math.floor(moved[0] ?? 0), Math.min(4, 2 + Math.floor(moved[2] ?? 0))];
    return Promise.resolve({
      lists: places.map((count) =>
        Array.from({ length: 10 }, (_, place) => (place < count ? 7 : place + 10)),
      ),
      ndcg10: Float64Array.of(1, 1).fill(rescore === undefined ? 0.5 : 0.25),
      meanScores: new Float64Array(),
    });
  },
};

beforeAll(async () => {
  await startBackend({ backend: 'wasm' });
});

it('brings each user to a share of their own, and says who cannot be brought there', async () => {
  const figures = await targetFigures(bench, [
    { items: new Set([7]), direction: Float32Array.of(1, 0), calibration: { up: 2, down: 2 } },
  ]);
  // one place more: 2 and 3; two: 3 and 4; three: 4, and 5, where the second stays at 4
  expect(figures.reachableShare).toBeCloseTo(5 / 6, 12);
  expect(figures.absoluteError).toBeCloseTo(0.1 / 6, 12);
  expect(figures).toMatchObject({ ndcg10: 0.5, quotaNdcg10: 0.25 });
});
