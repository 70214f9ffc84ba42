import { describe, expect, it } from 'vitest';
import type { Firing } from './firings.ts';
import { nontrivialShare, placesInHistory } from './nontrivial-latents.ts';

const rows = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
const items = Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3);
const groups = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);

const firing = (values: Record<number, number>): Firing => ({
  rows: Int32Array.from(Object.keys(values), Number),
  values: Float32Array.from(Object.values(values)),
});

const share = (...firings: Firing[]): number => nontrivialShare(firings, rows, items, [groups]);

describe('nontrivialShare', () => {
  it('sees a latent of one item', () => {
    expect(share(firing({ 0: 1, 4: 1 }))).toBe(0);
  });

  it('sees a latent of a group', () => {
    expect(share(firing({ 4: 2, 5: 2, 6: 2, 7: 2 }))).toBe(0);
  });

  it('counts a latent that neither explains by half', () => {
    // items 0 and 1 alike: mean ½, spread 8·¼ = 2; item 0: 2·¼ + 6·(⅓ - ½)² = ⅔, R² = ⅓; groups explain 0
    expect(share(firing({ 0: 1, 1: 1, 4: 1, 5: 1 }))).toBe(1);
  });

  it('is a share of the living', () => {
    const [trivial, real, dead] = [firing({ 0: 1, 4: 1 }), firing({ 0: 1, 1: 1, 4: 1, 5: 1 }), firing({})];
    expect(share(trivial, real, real, dead)).toBe(2 / 3);
    expect(share(dead)).toBe(0);
  });

  it('takes a latent that is the same everywhere for explained', () => {
    expect(share(firing(Object.fromEntries([...rows].map((row) => [row, 2]))))).toBe(0);
  });
});

describe('placesInHistory', () => {
  it('counts from 0 for each user, anew in each window', () => {
    expect(placesInHistory(Int32Array.of(4, 4, 4, 9, 9, 4), 2)).toEqual(Int32Array.of(0, 1, 0, 0, 1, 0));
  });
});
