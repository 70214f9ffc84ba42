import { expect, it } from 'vitest';
import { assembleDataset } from '../data/assemble.ts';
import { carriedRows, placesBefore } from './item-rows.ts';

/** Before: a, b, c. Now: c, new, a, b, of which `new` shares genre x with a and stands beside b. */
const data = assembleDataset({
  name: 'example',
  catalogue: {
    ids: ['c', 'new', 'a', 'b', 'alone'],
    titles: ['C', 'New', 'A', 'B', 'Alone'],
    attributes: [{ id: 'genre:x', label: 'X', kind: 'genre' }],
    itemAttributes: [[], [0], [0], [], []],
    counts: [],
  },
  userIds: ['u', 'v'],
  historiesShareable: true,
  histories: [
    [3, 1, 3, 0, 0, 0, 0, 0],
    [0, 0, 0],
  ],
  times: null,
});
const before = ['a', 'b', 'c'];
const table = { shape: [3, 2], data: Float32Array.of(8, 0, 0, 4, 2, 2) };

it('finds the places of before', () => {
  expect([...placesBefore(data.catalogue.ids, before)]).toEqual([2, -1, 0, 1, -1]);
});

it('keeps rows by id, and gives a new item the mean of its neighbours and of what is like it', () => {
  const { shape, data: rows } = carriedRows(data, table, placesBefore(data.catalogue.ids, before));
  expect(shape).toEqual([5, 2]);
  expect([...rows.subarray(0, 2)]).toEqual([2, 2]); // c
  expect([...rows.subarray(4, 8)]).toEqual([8, 0, 0, 4]); // a, b
  // beside it within three: b, b, c, c → (2·(0, 4) + 2·(2, 2))/4 = (1, 3); alike: a → (8, 0)
  expect([...rows.subarray(2, 4)]).toEqual([4.5, 1.5]);
});

it('puts an item that nothing is known of into the middle', () => {
  const { data: rows } = carriedRows(data, table, placesBefore(data.catalogue.ids, before));
  const third = (8 + 0 + 2) / 3;
  expect(rows[8]).toBeCloseTo(third, 6);
  expect(rows[9]).toBeCloseTo((0 + 4 + 2) / 3, 6);
});
