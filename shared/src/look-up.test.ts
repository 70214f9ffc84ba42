import { expect, it } from 'vitest';
import { at, entryOf, lookUp } from './look-up.ts';

it('reads what is there, zero and nothing included', () => {
  expect(at([3, 0], 1)).toBe(0);
  expect(at(Float32Array.of(0.5), 0)).toBe(0.5);
  expect(at([null], 0)).toBeNull();
  expect(lookUp(new Map([['a', 0]]), 'a')).toBe(0);
  expect(entryOf({ a: 0 }, 'a')).toBe(0);
});

it('throws where there is nothing, and says where', () => {
  expect(() => at([3, 0], 2)).toThrow(new RangeError('there is no place 2 among 2'));
  expect(() => at(new Int32Array(2), -1)).toThrow('there is no place -1 among 2');
  expect(() => at([1], Number.NaN)).toThrow('there is no place NaN among 1');
  expect(() => lookUp(new Map([['a', 1]]), 'b')).toThrow(new RangeError('there is no b among 1 keys'));
  expect(() => entryOf({ a: 1, c: 2 }, 'b')).toThrow(new RangeError('there is no b among a, c'));
  expect(() => entryOf({}, 'toString')).toThrow('there is no toString among');
});
