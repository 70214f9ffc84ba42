import { expect, it } from 'vitest';
import { steeringFigures } from './figures.ts';

const excluded = new Set<number>();
const before = {
  base: {
    lists: [
      [0, 1],
      [2, 3],
    ],
    ndcg10: Float64Array.of(1, 0),
    meanScores: new Float64Array(4),
  },
  // the first user goes on to item 1, the second to item 3
  held: [
    { place: 0, target: 1, excluded },
    { place: 1, target: 3, excluded },
  ],
  catalogue: {
    attributes: ['genre:a', 'genre:b', 'genre:c'].map((id) => ({ id, label: id, kind: 'genre' })),
    itemAttributes: [[0], [0, 1], [1], [2]],
    counts: [4, 2, 1, 1],
  },
};
const steered = {
  lists: [
    [0, 1],
    [1, 0],
  ],
  ndcg10: Float64Array.of(0.5, 0.25),
  meanScores: new Float64Array(4),
};
const figures = steeringFigures(before, steered, new Set([0, 1]), 'genre:a');

it('counts the share of the concept, and what it gains', () => {
  expect(figures).toMatchObject({ share: 1, shareBase: 0.5 });
  expect(figures.logOddsGain).toBeCloseTo(Math.log(4.5 / 0.5), 12); // 4 of 4 places, half a place on both sides
});

it('ranks for all users, and for those who want the concept', () => {
  expect(figures).toMatchObject({ ndcg10: 0.375, ndcg10Base: 0.5, alignedNdcg10: 0.5, alignedNdcg10Base: 1 });
});

it('sums what happens to other attributes, whichever way', () => {
  // b: items 1 and 2 had 2 of 4 places, and item 1 still has 2; c had one place and has none
  expect(figures.spillover).toBe(0 + 0.25);
  expect(steeringFigures(before, steered, new Set(), null).spillover).toBe(0.5 + 0.25);
});

it('says how varied, how many and how rare the listed items are', () => {
  // {a} and {a, b}: cosine 1/√2, in both lists
  expect(figures.diversity).toBeCloseTo(1 - Math.SQRT1_2, 12);
  expect(figures.coverage).toBe(2 / 4);
  expect(figures.novelty).toBe((1 + 2) / 2); // shares of 1/2 and 1/4: 1 and 2 bits
});
