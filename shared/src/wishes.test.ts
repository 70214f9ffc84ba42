// What a wish is, what is none, and which counts meet one.
import { describe, expect, test } from 'vitest';
import type { ListWish } from './wishes.ts';
import { countsWished, wishesSchema } from './wishes.ts';

const many = (count: number, wish: unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`genre:${at}`, wish]));

describe('countsWished', () => {
  test.for<[ListWish, number, number, number, number]>([
    // wish, base, items of the list → least and most
    [{ targetShare: 0.4 }, 1, 10, 4, 4],
    // Rounded toward the wish: up where it raises, down where it lowers.
    [{ targetShare: 0.35 }, 3, 10, 4, 4],
    [{ targetShare: 0.35 }, 4, 10, 3, 3],
    [{ targetShare: 0.5 }, 3, 7, 4, 4],
    [{ targetShare: 0.5 }, 4, 7, 3, 3],
    // .7 × 10 and .29 × 100 are whole but for rounding.
    [{ targetShare: 0.7 }, 0, 10, 7, 7],
    [{ targetShare: 0 }, 3, 10, 0, 0],
    [{ more: 2 }, 3, 10, 5, 5],
    [{ more: 2 }, 9, 10, 10, 10],
    [{ more: 3 }, 2, 4, 4, 4],
    [{ less: 2 }, 3, 10, 1, 1],
    [{ less: 2 }, 1, 10, 0, 0],
    [{ less: 1 }, 9, 4, 4, 4],
    [{ atLeast: 0.25 }, 0, 10, 3, 10],
    [{ atLeast: 0.3 }, 7, 10, 3, 10],
    [{ atMost: 0.25 }, 9, 10, 0, 2],
    [{ atMost: 0.6 }, 0, 10, 0, 6],
    ['never', 4, 10, 0, 0],
  ])('%j with %d in the base list, of %d: %d to %d', ([wish, base, count, least, most]) => {
    expect(countsWished(wish, { base, count })).toEqual({ least, most });
  });

  test('the float product that misses a whole number means it', () => {
    // .55 × 20 = 11.000000000000002
    expect(countsWished({ atLeast: 0.55 }, { base: 0, count: 20 })).toEqual({ least: 11, most: 20 });
    // .29 × 100 = 28.999999999999996
    expect(countsWished({ atMost: 0.29 }, { base: 0, count: 100 })).toEqual({ least: 0, most: 29 });
  });
});

describe('wishesSchema', () => {
  test.for<[unknown, boolean]>([
    [{ a: 0.5, b: 'never', c: { more: 1 }, d: { less: 10 }, e: { atLeast: 0 }, f: { atMost: 1 } }, true],
    [{ a: { targetShare: 0.4 } }, true],
    [{ a: 1.1 }, false],
    [{ a: 'sometimes' }, false],
    [{ a: {} }, false],
    [{ a: { targetShare: 1.1 } }, false],
    [{ a: { atLeast: -0.1 } }, false],
    [{ a: { more: 0 } }, false],
    [{ a: { more: 11 } }, false],
    [{ a: { less: 1.5 } }, false],
    [{ a: { more: 1, less: 1 } }, false],
    [{ a: { most: 1 } }, false],
    [{ a: { more: 1, most: 1 } }, false],
    [{ a: null }, false],
    [many(50, 0.5), true],
    [many(51, 0.5), false],
    [many(10, 'never'), true],
    [many(11, 'never'), false],
    [{ ...many(40, 1), ...Object.fromEntries('abcdefghij'.split('').map((id) => [id, { more: 1 }])) }, true],
  ])('%j', ([wishes, isGood]) => {
    expect(wishesSchema.safeParse(wishes).success).toBe(isGood);
  });
});
