import { expect, it } from 'vitest';
import { normalCdf, normalQuantile } from './normal.ts';

it('is what tables say', () => {
  expect(normalCdf(0)).toBeCloseTo(0.5, 6);
  expect(normalCdf(1.959964)).toBeCloseTo(0.975, 6);
  expect(normalCdf(-3)).toBeCloseTo(0.0013499, 6);
  expect(normalQuantile(0.95)).toBeCloseTo(1.644854, 4);
  expect(normalQuantile(0.025)).toBeCloseTo(-1.959964, 4);
  expect(() => normalQuantile(1)).toThrow(RangeError);
});
