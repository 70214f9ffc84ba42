import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { topK } from '@trimtab/shared/top-k.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';
import type { BenchUser, SteeringBench } from '../steering/bench.ts';
import { targetFigures } from './targets.ts';

const ITEMS = 20;
const held: BenchUser[] = [0, 1].map((place) => ({ place, target: 13, excluded: new Set<number>() }));
const concept = new Set([0, 1, 2, 3, 4, 5]);

/**
 * Two users whose scores fall from item 19 to item 0, so that neither has any of the concept's six. Axis 0 lifts all of them for
 * the first user, and the first two for the second, whom only axis 1 serves as well as the first.
 */
function scoresOf(user: number, moved: ArrayLike<number>): Float32Array {
  const [own = 0, weights = 0] = [moved[2 * user], moved[2 * user + 1]];
  return Float32Array.from({ length: ITEMS }, (_, item) => {
    const lift = concept.has(item) ? weights + (user === 0 || item < 2 ? own : 0) : 0;
    return item + lift;
  });
}

const bench: SteeringBench = {
  users: 2,
  held,
  dispose: () => {},
  pullBack: () => Promise.resolve(new Float32Array()),
  hidden: () => Promise.resolve(new Float32Array()),
  run(change, rescore) {
    const moved = tf.tidy(() => change?.(tf.zeros([2, 2]), 0).dataSync() ?? []);
    const rows = held.map((user) => {
      const scores = scoresOf(user.place, moved);
      rescore?.(scores, user);
      return { list: topK(scores, 10), ndcg10: ndcg10Of(rankOf(scores, user.target, user.excluded)) };
    });
    return Promise.resolve({
      lists: rows.map(({ list }) => list),
      ndcg10: Float64Array.from(rows, ({ ndcg10 }) => ndcg10),
      meanScores: new Float64Array(),
    });
  },
};

const own = { direction: () => Float32Array.of(1, 0), calibration: { up: 2, down: 2 } };
const weights = { direction: () => Float32Array.of(0, 1), calibration: { up: 2, down: 2 } };

beforeAll(async () => {
  await startBackend({ backend: 'wasm' });
});

it('brings each user to a share of their own, and says who cannot be brought there', async () => {
  const figures = await targetFigures(bench, [{ items: concept, lines: [own] }]);
  // 10, 20 and 30 points: one, two and three items for the first user; one, two and, of no more, two for the second
  expect(figures.reachableShare).toBeCloseTo(5 / 6, 12);
  expect(figures.absoluteError).toBeCloseTo(0.1 / 6, 12);
});

it('goes on along the next line where the first does not reach the share', async () => {
  const figures = await targetFigures(bench, [{ items: concept, lines: [own, weights] }]);
  expect(figures).toMatchObject({ reachableShare: 1 });
  expect(figures.absoluteError).toBeCloseTo(0, 12);
});

it('leaves the list in the order of the unsteered scores', async () => {
  const { ndcg10, quotaNdcg10 } = await targetFigures(bench, [{ items: concept, lines: [own, weights] }]);
  // the next item is seventh of the unsteered list, and stays so: what is lifted comes from far below
  expect(ndcg10).toBeCloseTo(1 / Math.log2(8), 6);
  expect(quotaNdcg10).toBeCloseTo(ndcg10, 6);
});
