import { expect, it } from 'vitest';
import { fromFloat16, toFloat16 } from './float16.ts';

it.each([
  [0, 0],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [2 ** -24, 1], // the smallest there is
  [2 ** -14, 0x0400], // the smallest of full precision
  [Infinity, 0x7c00],
])('%d is %d', (value, half) => {
  expect(toFloat16(value)).toBe(half);
  expect(fromFloat16(half)).toBe(value);
});

it('rounds to the nearest, ties to even, and carries into the exponent', () => {
  expect(fromFloat16(toFloat16(1 + 1 / 2048))).toBe(1); // halfway to 1 + 1/1024, whose fraction is odd
  expect(fromFloat16(toFloat16(1 + 3 / 2048))).toBe(1 + 2 / 1024);
  expect(fromFloat16(toFloat16(1.9999))).toBe(2);
  expect(fromFloat16(toFloat16(65520))).toBe(Infinity);
  expect(fromFloat16(toFloat16(2 ** -26))).toBe(0);
});

it('keeps what is no number', () => {
  expect(fromFloat16(toFloat16(NaN))).toBeNaN();
});

it('gives every half back', () => {
  for (let half = 0; half < 0x7c00; half++) expect(toFloat16(fromFloat16(half))).toBe(half);
});
