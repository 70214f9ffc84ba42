import { expect, test } from 'vitest';
import { ItemColumns } from './item-columns.ts';

const columns = new ItemColumns({
  attributes: [
    { id: 'genre:x', label: 'X', kind: 'genre' },
    { id: 'genre:y', label: 'Y', kind: 'genre' },
  ],
  lengths: [1, 0, 2],
  entries: [1, 0, 1],
  counts: [3, 1, 2],
});

test('each item has its own attributes', () => {
  expect([0, 1, 2].map((item) => [...columns.attributesOf(item)])).toEqual([[1], [], [0, 1]]);
  expect(columns.items).toBe(3);
});

test('items are found by the id of an attribute, and none by an unknown one', () => {
  expect([...columns.itemsWith('genre:y')]).toEqual([0, 2]);
  expect([...columns.itemsWith('genre:z')]).toEqual([]);
});
