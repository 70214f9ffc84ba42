import { expect, it } from 'vitest';
import { floatTable } from './item-table.ts';
import { unexplainedShare } from './table-fit.ts';

/** Six items of size 2, and their scores by x = [2, -1] and b = 3. */
const VALUES = Float32Array.of(1, 0, 0, 1, 1, 1, 2, 1, -1, 2, 3, -2);
const SCORES = [5, 2, 4, 6, -1, 11];

it('leaves nothing unexplained by the table that the scores come from', () => {
  expect(unexplainedShare(floatTable(VALUES, 2), SCORES)).toBeLessThan(1e-12);
});

it('tells how much scores lie off, per degree of freedom', () => {
  // Items [0], [1], [2], [3] in one dimension; the scores 0, 1, 1, 0 have no slope, so all of their variance is missed.
  const table = floatTable(Float32Array.of(0, 1, 2, 3), 1);
  // Σ(s - ½)² = 1: (1/2) ÷ (1/3)
  expect(unexplainedShare(table, [0, 1, 1, 0])).toBeCloseTo(1.5, 6);
});

it('says nothing where there are as many unknowns as items, and calls equal scores explained', () => {
  expect(unexplainedShare(floatTable(VALUES.subarray(0, 6), 2), SCORES.slice(0, 3))).toBeNull();
  expect(unexplainedShare(floatTable(VALUES, 2), [1, 1, 1, 1, 1, 1])).toBe(0);
});

it('says that a table with what is no number explains nothing', () => {
  const broken = Float32Array.from(VALUES);
  broken[0] = Number.NaN;
  expect(unexplainedShare(floatTable(broken, 2), SCORES)).toBe(1);
});
