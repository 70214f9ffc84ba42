import { expect, it } from 'vitest';
import { mean } from './mean.ts';

it('is 0 of nothing, since JSON has no NaN', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBe(0);
});
