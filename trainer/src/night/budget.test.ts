import { expect, it } from 'vitest';
import { parseBudget, trainingMinutes } from './budget.ts';

it.each([
  ['90m', 5400],
  ['2h', 7200],
  ['45s', 45],
  ['1.5h', 5400],
])('%s is %i seconds', (text, seconds) => {
  expect(parseBudget(text)).toBe(seconds);
});

it.each(['90', 'm', '-5m', '0h', '1d'])('refuses %s', (text) => {
  expect(() => parseBudget(text)).toThrow(/expected a time such as 90m/);
});

it('leaves training what the rest of the last good night does not take, and a tenth at least', () => {
  expect(trainingMinutes(5400, null)).toBe(45);
  expect(trainingMinutes(5400, 1000)).toBeCloseTo((5400 - 1300) / 60, 9);
  expect(trainingMinutes(5400, 9000)).toBe(9);
});
