import { describe, expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { plantedCatalogue } from '../../testing/planted-evidence.ts';
import { permutedCatalogue, permuteWithin, popularityStrata } from './popularity-strata.ts';

const sizes = (lists: number[][]): number[] =>
  [0, 1, 2, 3].map((attribute) => lists.filter((list) => list.includes(attribute)).length);

describe('popularityStrata', () => {
  it('puts neighbours in popularity together, twenty at a time', () => {
    const counts = Array.from({ length: 45 }, (_, item) => item); // item 44 is the most popular
    const strata = popularityStrata(counts);
    expect(strata.map((stratum) => stratum.length)).toEqual([20, 20, 5]);
    expect(strata[0]).toEqual(Array.from({ length: 20 }, (_, i) => 44 - i));
    expect(popularityStrata(counts, [3, 30, 7])).toEqual([[30, 7, 3]]);
  });
});

describe('permuteWithin', () => {
  it('keeps every item in its stratum, and the others where they are', () => {
    const strata = [
      [0, 2, 4],
      [1, 3],
    ];
    const source = permuteWithin(strata, 6, createRandom(3));
    expect([...source].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const stratum of strata) for (const item of stratum) expect(stratum).toContain(source[item]);
    expect(source[5]).toBe(5);
  });
});

describe('permutedCatalogue', () => {
  it('deals the same attributes anew', () => {
    const catalogue = plantedCatalogue();
    const permuted = permutedCatalogue(catalogue, createRandom(1));
    expect(sizes(permuted.itemAttributes)).toEqual(sizes(catalogue.itemAttributes));
    const moved = permuted.itemAttributes.filter((list, item) => list !== catalogue.itemAttributes[item]);
    expect(moved.length).toBeGreaterThan(150); // of 200: in a stratum of 20 one stays in its place on average
  });
});
