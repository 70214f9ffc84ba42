// How far is safe, and on how many people it was measured.
import { expect, test } from 'vitest';
import { lossAt, lossBound, relativeLoss, safeRangeOf, type Crowd } from './safe-range.ts';

/** Users of NDCG@10 .5, each of whom loses `of(strength)` of it. */
const crowd = (
  users: number,
  of: (strength: number, user: number) => number,
  asked: number[] = [],
): Crowd => ({
  base: Array.from({ length: users }, () => 0.5),
  at(strength) {
    asked.push(strength);
    return Promise.resolve(Array.from({ length: users }, (_, user) => 0.5 - 0.5 * of(strength, user)));
  },
});

/** 4% on average, with a spread of 20%. */
const open = (_: number, user: number): number => (user % 2 === 0 ? 0.24 : -0.16);
/** 60%: nobody need be asked again. */
const plain = (_: number, user: number): number => (user % 2 === 0 ? 1.2 : 0);
/** 1% on average, with a spread of 29%. */
const spread = (_: number, user: number): number => (user % 2 === 0 ? 0.3 : -0.28);

test('the loss is relative to the mean, with 1.645 standard errors to both sides', () => {
  // Losses .2, 0, 0, 0 of a mean of .5: mean .05, standard deviation √(.01·3/4) = .0866, error .0433.
  const { mean, low, high, users } = relativeLoss([1, 0.5, 0.5, 0], [0.8, 0.5, 0.5, 0]);
  expect([mean, high - mean, mean - low].map((x) => Math.round(x * 1e4) / 1e4)).toEqual([
    0.1, 0.1425, 0.1425,
  ]);
  expect(users).toBe(4);
  expect(lossBound([0.5, 0.5], [0.6, 0.6])).toBeCloseTo(-0.2, 9);
});

test('a range ends before the strength whose bound exceeds 5%, to each side', async () => {
  const alike = crowd(10, (strength) => (strength > 0 ? 0.06 * strength : -0.02 * strength));
  const { safeRange, safety } = await safeRangeOf([alike]);
  expect(safeRange).toEqual({ min: -1, max: 0.75 });
  expect(safety.max.mean).toBeCloseTo(0.045, 9);
  const lossy = await safeRangeOf([crowd(10, () => 0.5)]);
  expect(lossy.safeRange).toEqual({ min: 0, max: 0 });
  expect(lossy.safety.max.mean).toBeCloseTo(0.5, 9); // what stands in the way is shown
});

test('more people are asked while the interval is wide and the verdict open, and none after', async () => {
  const asked: number[] = [];
  const few = [
    crowd(100, open, asked),
    crowd(400, open, asked),
    crowd(2000, open, asked),
    crowd(99, open, asked),
  ];
  // 1.645·.2/√n: .033 at 100, .0147 at 500, .0066 at 2,500, which is narrow.
  expect((await lossAt(few, 0.5)).users).toBe(2500);
  expect(asked).toEqual([0.5, 0.5, 0.5]);
  expect((await lossAt([crowd(100, plain), crowd(400, plain)], 0.5)).users).toBe(100);
});

test('what a few cannot tell is safe where enough people say so', async () => {
  const [few, many] = [crowd(60, spread), crowd(4000, spread)];
  expect((await safeRangeOf([few])).safeRange.max).toBe(0); // .01 + 1.645·.29/√60 = .072
  expect((await safeRangeOf([few, many])).safeRange.max).toBe(1);
});
