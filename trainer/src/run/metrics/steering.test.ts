import { expect, it } from 'vitest';
import { theseWays } from './steering.ts';

const all = ['boost', 'quota', 'gradient@final'].map((method) => ({ method }));

it('compares the ways that were asked for, in their own order, or all', () => {
  expect(theseWays(all, ['gradient@final', 'boost'])).toEqual([all[0], all[2]]);
  expect(theseWays(all)).toEqual(all);
});

it('names a way there is not', () => {
  expect(() => theseWays(all, ['boost', 'gradient'])).toThrow(
    'evaluation.ways: there is no way of steering "gradient"; expected some of boost, quota, gradient@final',
  );
});
