import { expect, it } from 'vitest';
import { catchUp, catchUpAll, type PastSteps } from './catch-up.ts';
import { takeTables, type ItemTables } from './item-tables.ts';

const past: PastSteps = {
  beta1: 0.5,
  beta2: 0.25, // so that ρ = .5/√.25 = 1: each step moves as far as the one before, but for the rate
  epsilon: 0,
  learningRateOf: (step) => step,
  averageDecay: 0.5,
};

/** Two items of width 1 that were read at step 1: p = 10, m = 2, v = 4 and a = 20. */
function readOnce(): ItemTables {
  const tables = takeTables({ items: { shape: [2, 1], data: Float32Array.of(10, 10) } }, true);
  for (const table of Object.values(tables.byName)) {
    table.first.fill(2);
    table.second.fill(4);
    table.average?.fill(20);
  }
  tables.movedTo.fill(1);
  return tables;
}

/** η·√(1 - β₂ᵗ)/(1 - β₁ᵗ) */
const rates = { 2: (2 * Math.sqrt(15 / 16)) / (3 / 4), 3: (3 * Math.sqrt(63 / 64)) / (7 / 8) };

it('moves a row as steps without a gradient would have, and its average with it', () => {
  const tables = readOnce();
  catchUp(tables, [0], 3, past);
  const { items } = tables.byName;
  // m/√v is 2/2 at first; one step later 1/1, then .5/.5
  const [second, third] = [10 - rates[2], 10 - rates[2] - rates[3]];
  expect(items?.weights[0]).toBeCloseTo(third, 5);
  expect([items?.first[0], items?.second[0]]).toEqual([0.5, 0.25]);
  // δ is min(.5, 3/12) at step 2 and min(.5, 4/13) at step 3
  const after = second + (20 - second) * (3 / 12);
  expect(items?.average?.[0]).toBeCloseTo(third + (after - third) * (4 / 13), 5);
  expect([items?.weights[1], items?.first[1], items?.average?.[1]]).toEqual([10, 2, 20]);
  expect([...tables.movedTo]).toEqual([3, 1]);
});

it('does it once, for each row from where it is', () => {
  const tables = readOnce();
  catchUp(tables, [0], 2, past);
  catchUpAll(tables, 3, past);
  catchUpAll(tables, 3, past);
  const { items } = tables.byName;
  expect(items?.weights[0]).toBeCloseTo(10 - rates[2] - rates[3], 5);
  expect(items?.weights[1]).toBeCloseTo(items?.weights[0] ?? NaN, 5);
  expect(items?.average?.[1]).toBeCloseTo(items?.average?.[0] ?? NaN, 5);
});
