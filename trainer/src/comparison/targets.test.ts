import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Basis, Concept } from '@trimtab/shared/concepts.ts';
import { exampleConcept } from '@trimtab/shared/testing/example-concept.ts';
import { startBackend } from '../tensorflow/backend.ts';
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
  last: () => Promise.resolve(new Float32Array()),
  run: () => Promise.reject(new Error('lists are made of scores here')),
  score(change, visit) {
    const moved = tf.tidy(() => change?.(tf.zeros([2, 2]), 0).dataSync() ?? []);
    held.forEach((user) => visit(scoresOf(user.place, moved), user));
    return Promise.resolve();
  },
};

const own = exampleConcept({
  id: 'genre:wanted',
  latents: [{ index: 0, weight: 1 }],
  calibration: { up: 2, down: 2 },
});
const weighed = {
  ...own,
  latents: [{ index: 1, weight: 1 }],
  calibrations: { gradient: { up: 20, down: 20 } },
};
const figuresOf = (one: Concept, basis?: Basis) =>
  targetFigures(bench, {
    concepts: [one],
    decode: (edit) => edit,
    model: { latents: 2, concepts: new Map([[one.id, one]]), basis, itemsOf: () => concept },
  });
const basis = [{ index: 0, step: 1 }];

beforeAll(async () => {
  await startBackend({ backend: 'wasm' });
});

it('brings each user to a share of their own, and says who cannot be brought there', async () => {
  const figures = await figuresOf(own);
  // 10, 20 and 30 points: one, two and three items for the first user; one, two and, of no more, two for the second
  expect(figures.reachableShare).toBeCloseTo(5 / 6, 12);
  expect(figures.absoluteError).toBeCloseTo(0.1 / 6, 12);
});

it('goes on along the next line where the first does not reach the share', async () => {
  const figures = await figuresOf(weighed, basis);
  expect(figures).toMatchObject({ reachableShare: 1 });
  expect(figures.absoluteError).toBeCloseTo(0, 12);
});

it('leaves the list in the order of the unsteered scores', async () => {
  const { ndcg10, quotaNdcg10 } = await figuresOf(weighed, basis);
  // the next item is seventh of the unsteered list, and stays so: what is lifted comes from far below
  expect(ndcg10).toBeCloseTo(1 / Math.log2(8), 6);
  expect(quotaNdcg10).toBeCloseTo(ndcg10, 6);
});
