import { describe, expect, it } from 'vitest';
import type { Codes } from '../sae/codes.ts';
import { conceptActivation, histogramOf, meanByItem, topItems } from './activation.ts';

const codes: Codes = {
  k: 2,
  latent: Int32Array.of(0, 3, 3, -1, -1, -1),
  value: Float32Array.of(2, 5, 4, 0, 0, 0),
};

it('weighs the latents of a concept at each row', () => {
  const latents = [
    { index: 3, weight: 0.5 },
    { index: 0, weight: 10 },
    { index: 7, weight: 99 },
  ];
  const activation = conceptActivation(codes, latents, Int32Array.of(2, 1, 0));
  expect(Array.from(activation)).toEqual([0, 4 * 0.5, 2 * 10 + 5 * 0.5]);
});

it('averages over the positions of each item', () => {
  const { mean, count } = meanByItem(Float32Array.of(1, 3, 5), [2, 2, 0], 4);
  expect(Array.from(mean)).toEqual([5, 0, 2, 0]);
  expect(Array.from(count)).toEqual([1, 0, 2, 0]);
});

describe('topItems', () => {
  const byItem = {
    mean: Float32Array.of(10, 9, 0, 12, 9),
    count: Int32Array.of(3, 100, 50, 2, 100),
  };

  it('shrinks the means of items seen seldom', () => {
    // 10·3/(3 + 3) = 5 comes after 9·100/103 = 8.7; ties go by index
    expect(topItems(byItem, 5, 3)).toEqual([1, 4, 0]);
    expect(topItems(byItem, 1, 3)).toEqual([1]);
  });

  it('leaves out items seen less often, and those on which it never fires', () => {
    expect(topItems(byItem, 5, 1)).toEqual([1, 4, 3, 0]); // 12·2/3 = 8, 10·3/4 = 7.5, and item 2 never
  });
});

describe('histogramOf', () => {
  it('counts activations above 0 in equal bins up to the largest', () => {
    // bins (0, 1), [1, 2), [2, 3), [3, 4]
    expect(histogramOf(Float32Array.of(0, 0.5, 1, 1.5, 4, -3), 4)).toEqual({ max: 4, counts: [1, 2, 0, 1] });
  });

  it('is empty where nothing fires', () => {
    expect(histogramOf(Float32Array.of(0, 0), 3)).toEqual({ max: 0, counts: [0, 0, 0] });
  });
});
