import { expect, it } from 'vitest';
import { settleAll, settleAverages, takeTables } from './item-tables.ts';

it('averages rows that rested as if each step had been taken alone', () => {
  const weights = {
    items: { shape: [2, 1], data: Float32Array.of(8, 8) },
    bias: { shape: [1], data: Float32Array.of(1) },
  };
  const tables = takeTables(weights, true);
  expect(Object.keys(tables.byName)).toEqual(['items']);
  const { items } = tables.byName;
  items?.weights.set([0, 0]); // as if a step had moved both, and the averages were still at 8
  settleAverages(tables, [0], 1, 0.25); // δ = 2/11: a = 8·2/11
  expect(items?.average?.[0]).toBeCloseTo(16 / 11, 6);
  expect(items?.average?.[1]).toBe(8);
  settleAll(tables, 3, 0.25); // δ of steps 2 and 3 is 3/12 and min(.25, 4/13)
  expect(items?.average?.[0]).toBeCloseTo((16 / 11) * 0.25 * 0.25, 6);
  expect(items?.average?.[1]).toBeCloseTo(8 * (2 / 11) * 0.25 * 0.25, 6);
  expect([...tables.averagedTo]).toEqual([3, 3]);
});
