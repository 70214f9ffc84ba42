import { describe, expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import type { ItemWeights, SparseVector } from './monosemanticity.ts';
import { itemWeights, monosemanticity, weightedSimilarity, weightsOfDimensions } from './monosemanticity.ts';

const attribute = (id: string) => ({ id, label: id, kind: 'genre' });

const numbers = Array.from({ length: 40 }, (_, item) => item);

/** Forty items in two strata; the even ones have x, the odd ones y, so that cosines are 1 or 0. */
const catalogue = {
  ids: numbers.map(String),
  titles: numbers.map(String),
  attributes: [attribute('genre:x'), attribute('genre:y')],
  itemAttributes: numbers.map((item) => [item % 2]),
  counts: numbers.map((item) => 100 - item),
};

const weightsOn = (items: Record<number, number>): ItemWeights =>
  itemWeights(new Map(Object.entries(items).map(([item, weight]) => [Number(item), weight])));

const score = (items: Record<number, number>): number =>
  monosemanticity([weightsOn(items)], catalogue, createRandom(1));

const vector = (places: number[], ...values: number[]): SparseVector => ({
  places,
  values: Float64Array.from(values),
});

describe('weightedSimilarity', () => {
  const vectors = [vector([0], 1), vector([1], 1), vector([0, 1], 0.6, 0.8)];
  const weights = weightsOn({ 0: 3, 1: 2, 2: 1 });

  it('weighs each pair by both activations', () => {
    const expected = (3 * 1 * 0.6 + 2 * 1 * 0.8) / (3 * 2 + 3 * 1 + 2 * 1); // cosine 0 of the first two
    expect(weightedSimilarity(weights, vectors, Int32Array.of(0, 1, 2), 2)).toBeCloseTo(expected, 12);
  });

  it('takes the vectors of the items exchanged', () => {
    const expected = (3 * 2 * 0.8 + 3 * 1 * 0.6) / (3 * 2 + 3 * 1 + 2 * 1);
    expect(weightedSimilarity(weights, vectors, Int32Array.of(2, 1, 0), 2)).toBeCloseTo(expected, 12);
  });
});

describe('monosemanticity', () => {
  it('is nothing where items of like popularity are as alike', () => {
    const byPopularity = { ...catalogue, itemAttributes: numbers.map((item) => [item < 20 ? 0 : 1]) };
    expect(monosemanticity([weightsOn({ 0: 1, 2: 3 })], byPopularity, createRandom(1))).toBeCloseTo(0, 10);
    const common = { ...catalogue, itemAttributes: numbers.map(() => [0, 1]) }; // ln(40/40) = 0: no vectors
    expect(monosemanticity([weightsOn({ 0: 1, 1: 1 })], common, createRandom(1))).toBe(0);
  });

  it('is half for a feature of one of two attributes, and nothing for one of any items', () => {
    const evens = Object.fromEntries(numbers.filter((item) => item % 2 === 0).map((item) => [item, 1]));
    // all pairs of cosine 1; among random items of the strata about 9/19 of the pairs within, half of those across
    expect(score(evens)).toBeCloseTo(0.5, 1);
    const all = Object.fromEntries(numbers.map((item) => [item, 1]));
    expect(score(all)).toBeCloseTo(0, 10); // exchanging items within strata leaves the set as it is
  });

  it('leaves out features of less than two items', () => {
    expect(score({ 3: 1 })).toBe(0);
    const together = monosemanticity(
      [weightsOn({ 3: 1 }), weightsOn({ 0: 1, 2: 1 })],
      catalogue,
      createRandom(1),
    );
    expect(together).toBe(score({ 0: 1, 2: 1 }));
  });
});

const sparse = (w?: ItemWeights) =>
  Object.fromEntries(Array.from(w?.items ?? [], (item, i) => [item, w?.weights[i]]));

describe('itemWeights', () => {
  it('keeps the items that something fell on, rising, however many others there are', () => {
    const { items, weights } = itemWeights(new Map([[300_000, 1.5], [5, 2]])); // prettier-ignore
    expect([[...items], [...weights]]).toEqual([[5, 300_000], [2, 1.5]]); // prettier-ignore
  });
});

describe('weightsOfDimensions', () => {
  it('takes the rows furthest from the mean on either side', () => {
    const activations = {
      hiddenSize: 1,
      hidden: Float32Array.of(0, 1, 2, 9),
      users: Int32Array.of(0, 0, 0, 0),
      items: Int32Array.of(5, 6, 7, 8),
      roles: Int32Array.of(2, 2, 2, 2),
    };
    const [high, low] = weightsOfDimensions(activations, Int32Array.of(0, 1, 2, 3), 0.25);
    expect(sparse(high)).toEqual({ 8: 9 - 3 }); // mean 3
    expect(sparse(low)).toEqual({ 5: 3 - 0 });
  });
});
