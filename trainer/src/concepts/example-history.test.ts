import { expect, it } from 'vitest';
import { exampleHistory } from './example-history.ts';

const evidence = {
  users: Int32Array.from([0, 0, 1, 1, 1, 2]),
  items: Int32Array.from([10, 11, 12, 13, 14, 15]),
};

it('is the part of one person’s history around the place where the concept fires most', () => {
  const rows = Int32Array.from([1, 2, 3, 4, 5]);
  expect(exampleHistory(evidence, Float32Array.from([0.9, 0, 1.23456, 0.5, 1]), rows)).toEqual({
    example: [
      { item: 12, activation: 0 },
      { item: 13, activation: 1.235 },
      { item: 14, activation: 0.5 },
    ],
  });
});

it('is absent where the concept fires nowhere', () => {
  expect(exampleHistory(evidence, new Float32Array(2), Int32Array.from([0, 1]))).toEqual({});
  expect(exampleHistory(evidence, new Float32Array(0), new Int32Array(0))).toEqual({});
});
