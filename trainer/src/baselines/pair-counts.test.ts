import { expect, it } from 'vitest';
import { datasetOf } from '../../testing/example-data.ts';
import { addPairCounts, holdersOf, trainingSets } from './pair-counts.ts';

it('counts the users who have both items, a repeat once and the held-out items not', () => {
  const sets = trainingSets(
    datasetOf(
      [
        [0, 1, 0, 2, 2],
        [1, 0, 2, 2],
        [1, 2, 3],
      ],
      4,
    ),
  );
  expect(sets.map((set) => [...set])).toEqual([[0, 1], [1, 0], [1]]);
  const holders = holdersOf(sets, 4);
  expect(holders).toEqual([[0, 1], [0, 1, 2], [], []]);
  const row = new Float64Array(4);
  addPairCounts(sets, holders[1] ?? [], row);
  expect([...row]).toEqual([2, 3, 0, 0]);
});
