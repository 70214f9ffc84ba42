// The choice against every set that there is, and lists of several tens.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Counts } from './choosing.ts';
import { missesOf } from './choosing.ts';
import type { TenWished } from './choose-ten.ts';
import { chooseTen, chooseTens, countsIn } from './choose-ten.ts';

const exactly = (count: number): Counts => ({ least: count, most: count });
const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const set = (...items: number[]): Set<number> => new Set(items);

/** [items that the wishes miss, total of the scores]: fewer misses first, then the larger total. */
function worthOf({ scores, memberships, wishes }: TenWished, list: readonly number[]): [number, number] {
  const total = list.reduce((sum, item) => sum + (scores[item] as number), 0);
  return [missesOf(wishes, countsIn(list, memberships)), total];
}

/** The best worth among all sets of `count` items. */
function bestOfAll(asked: TenWished & { count: number }): [number, number] {
  const free = Array.from(asked.scores, (_, item) => item).filter((item) => !asked.excluded?.has(item));
  const count = Math.min(asked.count, free.length);
  let best: [number, number] = [Infinity, -Infinity];
  const extend = (list: number[], from: number): void => {
    if (list.length === count) {
      const [misses, total] = worthOf(asked, list);
      if (misses < best[0] || (misses === best[0] && total > best[1])) best = [misses, total];
      return;
    }
    for (let at = from; at < free.length; at++) extend([...list, free[at] as number], at + 1);
  };
  extend([], 0);
  return best;
}

interface Size {
  items: fc.Arbitrary<number>;
  count: fc.Arbitrary<number>;
  wishes: fc.Arbitrary<number>;
}

/** Catalogues of which some items are left out, many scores alike; wishes that may contradict each other. */
const catalogues = (size: Size) =>
  fc.record(size).chain(({ items, count, wishes }) => {
    const someItems = fc
      .subarray(Array.from({ length: items }, (_, item) => item))
      .map((own) => new Set(own));
    const counts = fc
      .tuple(fc.integer({ min: 0, max: count }), fc.integer({ min: 0, max: count }))
      .map(([a, b]) => ({ least: Math.min(a, b), most: Math.max(a, b) }));
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -9, max: 9, noNaN: true }));
    return fc.record({
      scores: fc.array(score, { minLength: items, maxLength: items }),
      memberships: fc.array(someItems, { minLength: wishes, maxLength: wishes }),
      wishes: fc.array(counts, { minLength: wishes, maxLength: wishes }),
      excluded: fc.oneof(fc.constant(set()), someItems),
      count: fc.constant(count),
    });
  });

describe('chooseTen', () => {
  test.for<[string, Size, number]>([
    ['few wishes', { items: whole(1, 13), count: whole(1, 5), wishes: whole(0, 4) }, 600],
    ['ten of fourteen items', { items: whole(10, 14), count: whole(10, 10), wishes: whole(1, 4) }, 60],
    ['ten wishes', { items: whole(8, 13), count: whole(3, 7), wishes: whole(8, 10) }, 60],
  ])('no set meets more, and none that meets as much has a larger total: %s', ([, size, numRuns]) => {
    fc.assert(
      fc.property(catalogues(size), (asked) => {
        const list = chooseTen(asked);
        const free = asked.scores.length - asked.excluded.size;
        expect(new Set(list).size).toBe(Math.min(asked.count, free));
        expect(list.filter((item) => asked.excluded.has(item))).toEqual([]);
        if (list.length === 0) return;
        const [misses, total] = worthOf(asked, list);
        const [least, most] = bestOfAll(asked);
        expect(misses).toBe(least);
        expect(total).toBeCloseTo(most, 9);
      }),
      { numRuns, seed: 7 },
    );
  });

  test('an item may count for several wishes: one of both beats the best of each', () => {
    // Items 0 and 1 are the best; 2 is of both concepts, 3 and 4 of one each.
    const scores = [9, 8, 3, 4, 4];
    const asked = { scores, memberships: [set(2, 3), set(2, 4)], wishes: [exactly(1), exactly(1)], count: 3 };
    // 9 + 8 + 3 = 20 against 9 + 4 + 4 = 17
    expect(chooseTen(asked)).toEqual([0, 1, 2]);
  });

  test('what cannot be met is missed by as few items as can be', () => {
    // Two items of the one concept, one of the other, and three are wanted of each.
    const scores = [9, 8, 7, 1, 2, 0];
    const asked = { scores, memberships: [set(3, 4), set(5)], wishes: [exactly(3), exactly(3)], count: 4 };
    expect(chooseTen(asked)).toEqual([0, 4, 3, 5]);
  });

  test('where the list meets the wishes it stays as it is, ties in the order of the items', () => {
    const asked = {
      scores: [1, 5, 5, 5],
      memberships: [set(1, 3)],
      wishes: [{ least: 1, most: 2 }],
      count: 2,
    };
    expect(chooseTen(asked)).toEqual([1, 2]);
  });

  test('scores that are no finite numbers are never chosen', () => {
    const scores = [Number.NaN, -Infinity, 1, 2, Infinity];
    const asked = { scores, memberships: [set(2)], wishes: [exactly(1)], excluded: set(4), count: 2 };
    expect(chooseTen(asked)).toEqual([3, 2]);
  });

  test('more wishes than can be told apart are refused', () => {
    const memberships = Array.from({ length: 11 }, () => set(0));
    const asked = { scores: [1, 2], memberships, wishes: memberships.map(() => exactly(1)), count: 1 };
    expect(() => chooseTen(asked)).toThrow('at most 10 concepts can be counted, not 11');
  });
});

describe('chooseTens', () => {
  const scores = Array.from({ length: 12 }, (_, item) => 12 - item);
  const [own, other] = [set(3, 6, 7), set(0, 1, 2, 4)];

  test('each ten has the counts of the first while items last, and no item comes twice', () => {
    const asked = { scores, memberships: [own], wishes: [exactly(1)], count: 4 };
    expect(chooseTens(asked, 3)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 8],
      [7, 9, 10, 11],
    ]);
  });

  test('a first ten that needs no choice is followed alike', () => {
    const asked = { scores, memberships: [other], wishes: [{ least: 0, most: 3 }], count: 4 };
    expect(chooseTens(asked, 3)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11],
    ]);
  });

  test('tens end with the items', () => {
    const asked = { scores, memberships: [own], wishes: [exactly(2)], count: 8 };
    expect(chooseTens(asked, 5)).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 8],
      [7, 9, 10, 11],
    ]);
  });
});
