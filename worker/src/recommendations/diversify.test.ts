import { describe, expect, test } from 'vitest';
import { diversify } from './diversify.ts';

/** Items 0 and 1 are of one kind, 2 shares one of its two attributes with them, 3 has none. */
const lists = [[0], [0], [0, 1], []];
const attributesOf = (item: number): Uint32Array => Uint32Array.from(lists[item] ?? []);
const scores = [4, 3, 1, 0];
const ranked = (diversity: number): number[] =>
  diversify([0, 1, 2, 3], { scores, attributesOf, diversity, count: 4 });

describe('diversify', () => {
  test('0 keeps the order', () => {
    expect(ranked(0)).toEqual([0, 1, 2, 3]);
  });

  test('1 looks at difference alone, and takes the better of equals', () => {
    // After 0: item 1 is alike (1), item 2 half (1/√2), item 3 not at all (0).
    expect(ranked(1)).toEqual([0, 3, 2, 1]);
  });

  test('between, relevance and difference are weighed', () => {
    // r = 1, .75, .25, 0. After 0 at δ = .4: .6·.75 - .4·1 = .05; .6·.25 - .4/√2 = -.133; 0.
    expect(ranked(0.4)).toEqual([0, 1, 3, 2]);
    // At δ = .5: .375 - .5 = -.125; .125 - .354 = -.229; 0. Then 1 before 2 likewise.
    expect(ranked(0.5)).toEqual([0, 3, 1, 2]);
  });

  test('items that are alike in score and kind keep their order', () => {
    const alike = { scores: [1, 1, 1], attributesOf: () => Uint32Array.of(0), diversity: 0.7, count: 3 };
    expect(diversify([2, 0, 1], alike)).toEqual([2, 0, 1]);
  });

  test('the first 200 are reordered, and the rest follow as they were', () => {
    const many = Array.from({ length: 300 }, (_, item) => item);
    const options = {
      scores: many.map((item) => -item),
      attributesOf: (item: number) => Uint32Array.of(item % 2),
      count: 300,
    };
    const list = diversify(many, { ...options, diversity: 1 });
    expect(list.slice(0, 2)).toEqual([0, 1]);
    expect(list.slice(0, 200).toSorted((a, b) => a - b)).toEqual(many.slice(0, 200));
    expect(list.slice(200)).toEqual(many.slice(200));
    // Fewer are the beginning of more, so that pages fit together.
    for (const count of [7, 199, 250]) {
      expect(diversify(many, { ...options, diversity: 1, count })).toEqual(list.slice(0, count));
    }
  });
});
