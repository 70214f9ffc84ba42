import { expect, it } from 'vitest';
import { itemClassifier } from './item-classifier.ts';

it('solves the regression: the slope of the penalised likelihood is zero', () => {
  const table = Float32Array.from({ length: 40 }, (_, item) => (item - 20) / 10);
  const labels = Uint8Array.from({ length: 40 }, (_, item) => (item > 25 || item === 5 ? 1 : 0));
  const chances = itemClassifier(table, 1, labels);
  // log-odds are w·x + c, so two items tell w and c
  const logit = (item: number): number => Math.log((chances[item] ?? 0) / (1 - (chances[item] ?? 0)));
  const w = (logit(30) - logit(10)) / 2;
  const c = logit(20);
  let slope = { w: -w, c: -c };
  labels.forEach((label, item) => {
    const left = label - (chances[item] ?? 0);
    slope = { w: slope.w + left * (table[item] ?? 0), c: slope.c + left };
  });
  expect(slope.w).toBeCloseTo(0, 6);
  expect(slope.c).toBeCloseTo(0, 6);
});

it('finds items that were not labelled but look alike', () => {
  const table = Float32Array.of(1, 1, 1, -1, -1, -1);
  const chances = itemClassifier(table, 1, Uint8Array.of(1, 1, 0, 0, 0, 0));
  expect(chances[2]).toBe(chances[0]);
  expect(chances[2]).toBeGreaterThan(chances[3] ?? 1);
});
