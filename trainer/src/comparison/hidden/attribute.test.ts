import { expect, it } from 'vitest';
import { gainsOf, hiddenRatio, hideHalf } from './attribute.ts';

it('parts the items in two halves of like popularity', () => {
  const items = new Set(Array.from({ length: 40 }, (_, i) => 2 * i));
  const counts = Array.from({ length: 80 }, (_, item) => 80 - item);
  const { known, hidden } = hideHalf(items, counts, 3);
  expect([known.size, hidden.size]).toEqual([20, 20]);
  expect(new Set([...known, ...hidden])).toEqual(items);
  // of each two neighbours in popularity, one is hidden
  for (let i = 0; i < 80; i += 4) expect(known.has(i)).toBe(hidden.has(i + 2));
  expect(hideHalf(items, counts, 4).known).not.toEqual(known);
});

/** One user's list. */
const lists = (list: number[]) => ({
  lists: [list],
  ndcg10: new Float64Array(1),
  meanScores: new Float64Array(),
});

it('compares what hidden items gain with what known ones do', () => {
  const halves = { known: new Set([1]), hidden: new Set([2]) };
  const gains = gainsOf(lists([0, 0, 1, 2]), lists([1, 1, 2, 2]), halves);
  // 1 of 4 places to 2 of 4, for both
  const gain = Math.log(2.5 / 2.5) - Math.log(1.5 / 3.5);
  expect(gains.known).toBeCloseTo(gain, 12);
  expect(gains.hidden).toBeCloseTo(gain, 12);
  expect(hiddenRatio([gains, { hidden: 0, known: gain }])).toBeCloseTo(0.5, 12);
  expect(hiddenRatio([])).toBe(0);
});
