import { expect, it } from 'vitest';
import { assembleDataset } from './assemble.ts';
import { historyOf } from './dataset.ts';
import { dataUntil } from './until.ts';

const parts = {
  name: 'example',
  catalogue: {
    ids: ['a', 'b', 'c'],
    titles: ['A', 'B', 'C'],
    attributes: [{ id: 'genre:x', label: 'X', kind: 'genre' }],
    itemAttributes: [[], [0], []],
    counts: [],
  },
  userIds: ['early', 'late'],
  historiesShareable: true,
};
const data = assembleDataset({
  ...parts,
  histories: [
    [2, 1, 0],
    [0, 1],
  ],
  times: [
    [10, 20, 30],
    [40, 50],
  ],
});

it('keeps what had happened by then, and numbers anew the items that there were', () => {
  const then = dataUntil(data, 20);
  expect(then.userIds).toEqual(['early']);
  expect(then.catalogue.ids).toEqual(['b', 'c']);
  expect(then.catalogue.itemAttributes).toEqual([[0], []]);
  expect([...historyOf(then, 0)]).toEqual([1, 0]);
  expect([...(then.times ?? [])]).toEqual([10, 20]);
});

it('refuses a time before all, and data without times', () => {
  expect(() => dataUntil(data, 9)).toThrow('example has nothing up to 1970-01-01T00:00:09.000Z');
  const untimed = assembleDataset({ ...parts, histories: [[0], [1]], times: null });
  expect(() => dataUntil(untimed, 9)).toThrow('example has no times');
});
