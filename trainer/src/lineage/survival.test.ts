import { expect, it } from 'vitest';
import type { Halves } from './lift.ts';
import { comparedItems, survivalReport, survivalScore } from './survival.ts';

const row = (...values: number[]): Float32Array => Float32Array.from(values);
const all = Int32Array.of(0, 1, 2, 3);

it('compares the most shown items that are held out, known before, and none of its own', () => {
  const shown = row(0.1, 0.4, NaN, 0.2, 0.3);
  expect([...comparedItems(shown, [1, 1, 1, 1, 0], new Set([1]))]).toEqual([3, 0]);
});

it('is 1 for the same effect, whatever its size, and -1 for the opposite', () => {
  const old: Halves = [row(1, 2, 3, 4), row(1, 2, 3, 4)];
  const larger: Halves = [row(2, 4, 6, 8), row(2, 4, 6, 8)];
  const opposite: Halves = [row(4, 3, 2, 1), row(4, 3, 2, 1)];
  expect(survivalScore(old, larger, all)).toBe(1);
  expect(survivalScore(old, opposite, all)).toBe(-1);
});

it('is divided by what the panel leaves uncertain', () => {
  // ρ(1 2 3 4, 2 1 3 4) = 1 - 6·2/(4·15) = .8, between the lifts and inside the new one
  const old: Halves = [row(1, 2, 3, 4), row(1, 2, 3, 4)];
  const now: Halves = [row(1, 2, 3, 4), row(2, 1, 3, 4)];
  expect(survivalScore(old, now, all)).toBeCloseTo(0.8 / Math.sqrt(0.8), 12);
});

it('leaves out items that came after the birth', () => {
  const birth: Halves = [row(1, NaN, 3, 4), row(1, NaN, 3, 4)];
  const now: Halves = [row(2, 9, 6, 8), row(2, 9, 6, 8)];
  expect(survivalScore(birth, now, all)).toBe(1);
});

it('is 0 where a lift says nothing', () => {
  const flat: Halves = [row(0, 0, 0, 0), row(0, 0, 0, 0)];
  expect(survivalScore(flat, flat, all)).toBe(0);
});

const one = (kind: 'attribute' | 'emergent', survived: boolean, i: number) =>
  ({ id: `concept-${i}`, kind, fate: survived ? 'kept' : 'lost', survived }) as const;

it('counts attribute and emergent concepts apart, with intervals', () => {
  const fates = [one('attribute', true, 1), one('attribute', false, 2), one('emergent', true, 3)];
  const report = survivalReport('version-1', fates);
  expect(report.attribute).toMatchObject({ concepts: 2, survived: 0.5 });
  expect(report.attribute.ciLow).toBeCloseTo(0.0945, 3); // Wilson's interval of 1 of 2
  expect(report.emergent).toMatchObject({ concepts: 1, survived: 1 });
  expect(report.emergent.ciLow).toBeCloseTo(0.2065, 3); // 1/(1 + z²)
});
