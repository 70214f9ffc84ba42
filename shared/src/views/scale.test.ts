import { expect, test } from 'vitest';
import { axisOf } from './scale.ts';

const labels = (...given: Parameters<typeof axisOf>): string[] => {
  const { ticks, label } = axisOf(...given);
  return ticks.map(label);
};

test('an axis covers its values by round numbers', () => {
  expect(labels([3, 97], { include: [0] })).toEqual(['0', '20', '40', '60', '80', '100']);
  expect(labels([-1, 1], { most: 4 })).toEqual(['-1.0', '-0.5', '0.0', '0.5', '1.0']);
  expect(labels([0.92, 1.011], { percent: true })).toEqual(['92%', '94%', '96%', '98%', '100%', '102%']);
});

test('no two labels are the same, however near the values are', () => {
  for (const values of [[0.1234, 0.1235], [5], [0], [1e6, 1e6 + 1], [0.0001, 0.00012]]) {
    for (const percent of [false, true]) {
      const all = labels(values, { percent });
      expect(new Set(all).size).toBe(all.length);
    }
  }
});

test('counts are marked at whole numbers', () => {
  expect(labels([0, 2], { isWhole: true })).toEqual(['0', '1', '2']);
  expect(labels([1, 10], { isWhole: true, most: 4 })).toEqual(['0', '5', '10']);
  expect(labels([0, 100], { isWhole: true, most: 4 })).toEqual(['0', '25', '50', '75', '100']);
});
