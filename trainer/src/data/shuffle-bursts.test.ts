import { expect, it } from 'vitest';
import { assembleDataset } from './assemble.ts';
import { historyOf } from './dataset.ts';
import { shuffleBursts } from './shuffle-bursts.ts';

const items = Array.from({ length: 40 }, (_, i) => i);
const data = assembleDataset({
  name: 'bursts',
  catalogue: {
    ids: items.map(String),
    titles: items.map(String),
    attributes: [],
    itemAttributes: items.map(() => []),
    counts: [],
  },
  userIds: ['a', 'b'],
  histories: [items.slice(0, 20), items.slice(20)],
  // a: ten within a minute of each other, then ten after an hour; b: two minutes apart
  times: [items.slice(0, 20).map((i) => 60 * i + (i < 10 ? 0 : 3600)), items.slice(20).map((i) => 120 * i)],
  historiesShareable: true,
});

const sorted = (list: Int32Array): number[] => Array.from(list).sort((x, y) => x - y);

it('shuffles inside bursts and nowhere else', () => {
  const shuffled = shuffleBursts(data, 60, 1);
  const history = historyOf(shuffled, 0);
  expect(sorted(history.subarray(0, 10))).toEqual(items.slice(0, 10));
  expect(sorted(history.subarray(10))).toEqual(items.slice(10, 20));
  expect(Array.from(history)).not.toEqual(items.slice(0, 20));
  expect(Array.from(historyOf(shuffled, 1))).toEqual(items.slice(20)); // every gap is too long
  expect(shuffled.times).toEqual(data.times);
  expect(Array.from(historyOf(data, 0))).toEqual(items.slice(0, 20)); // the data itself is left alone
});

it('counts what training sees of the new order', () => {
  const { catalogue, ...shuffled } = shuffleBursts(data, 60, 1);
  // each item is there once, and the last two of each history are held out
  const heldOut = [0, 1].flatMap((user) => Array.from(historyOf({ ...shuffled, catalogue }, user).slice(-2)));
  expect(catalogue.counts).toEqual(items.map((item) => (heldOut.includes(item) ? 0 : 1)));
  expect(catalogue.counts).not.toEqual(data.catalogue.counts);
});

it('repeats itself for a seed', () => {
  expect(shuffleBursts(data, 60, 1).items).toEqual(shuffleBursts(data, 60, 1).items);
  expect(shuffleBursts(data, 60, 2).items).not.toEqual(shuffleBursts(data, 60, 1).items);
});

it('needs times', () => {
  expect(() => shuffleBursts({ ...data, times: null }, 60, 1)).toThrow(/bursts: there are no times/);
});
