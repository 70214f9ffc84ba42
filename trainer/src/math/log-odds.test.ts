import { expect, it } from 'vitest';
import { logOdds } from './log-odds.ts';

it('adds half a place on both sides, so that none and all stay finite', () => {
  expect(logOdds(0.5, 100)).toBe(0);
  expect(logOdds(0.2, 10)).toBeCloseTo(Math.log(2.5 / 8.5), 12);
  expect(logOdds(0, 10)).toBeCloseTo(Math.log(0.5 / 10.5), 12);
  expect(logOdds(1, 10)).toBeCloseTo(-logOdds(0, 10), 12);
});
