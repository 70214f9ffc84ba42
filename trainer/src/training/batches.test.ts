import { describe, expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { nextItemBatch, shuffledBatches, trainingWindows } from './batches.ts';
import { datasetOf } from '../../testing/example-data.ts';

/** Histories of many lengths; user u's item at place i is 100·u + i, so that a target names its interaction. */
const lengths = [1, 2, 3, 4, 6, 7, 11, 30];
const data = datasetOf(
  lengths.map((n, user) => Array.from({ length: n }, (_, i) => 100 * user + i)),
  800,
);

const targetsOfWindow = (window: Int32Array): number[] => Array.from(window.subarray(1));

/** What training may see of a history of n items, as in leave one out. */
const trainable = (n: number): number => (n < 3 ? n : n - 2);

describe('trainingWindows', () => {
  it.each([1, 4, 9, 100])(
    'makes every interaction but the first a target once, maxLength %i',
    (maxLength) => {
      const windows = trainingWindows(data, maxLength);
      const targets = windows.flatMap(targetsOfWindow);
      const expected = lengths.flatMap((n, user) =>
        Array.from({ length: trainable(n) - 1 }, (_, i) => 100 * user + i + 1),
      );
      expect(targets.sort((a, b) => a - b)).toEqual(expected);
      expect(Math.max(...windows.map((window) => window.length))).toBeLessThanOrEqual(maxLength + 1);
    },
  );

  it('cuts from the newest end, so that the short window is the oldest', () => {
    const one = datasetOf([[0, 1, 2, 3, 4, 5, 6, 7]], 8); // trained on 0 … 5
    expect(trainingWindows(one, 3).map((window) => [...window])).toEqual([
      [2, 3, 4, 5],
      [0, 1, 2],
    ]);
  });
});

describe('nextItemBatch', () => {
  it('puts sequences side by side from the left, with the item that follows as the target', () => {
    const batch = nextItemBatch([Int32Array.of(5, 6), Int32Array.of(7, 8, 9, 1)]);
    expect(batch).toEqual({
      rows: 2,
      length: 3,
      lengths: [1, 3],
      items: Int32Array.of(5, 0, 0, 7, 8, 9),
      positions: Int32Array.of(0, 3, 4, 5),
      targets: Int32Array.of(6, 8, 9, 1),
    });
  });
});

describe('shuffledBatches', () => {
  const windows = trainingWindows(data, 4);
  const batchesOf = (seed: number) => [...shuffledBatches(windows, 12, createRandom(seed), nextItemBatch)];
  const targetsOf = (seed: number): number[] => batchesOf(seed).flatMap((batch) => [...batch.targets]);

  it('holds each window once, within the padded size', () => {
    const expected = windows.flatMap(targetsOfWindow).sort((a, b) => a - b);
    expect(targetsOf(1).sort((a, b) => a - b)).toEqual(expected);
    for (const { rows, length } of batchesOf(1)) expect(rows * length).toBeLessThanOrEqual(12);
  });

  it('gives a single window that is too long a batch of its own', () => {
    const batches = [...shuffledBatches(windows, 1, createRandom(1), nextItemBatch)];
    expect(batches.map((batch) => batch.rows)).toEqual(windows.map(() => 1));
  });

  it('puts like lengths together: little is padding', () => {
    const padded = batchesOf(1).reduce((sum, { rows, length }) => sum + rows * length, 0);
    // 46 targets; in an order by chance the short windows would be padded to 4
    expect(padded).toBeLessThanOrEqual(46 + 6);
  });

  it('puts other windows together for another seed', () => {
    const [one, other] = [1, 2].map((seed) =>
      batchesOf(seed)
        .map((batch) => Array.from(batch.targets).sort().join())
        .sort(),
    );
    expect(one).not.toEqual(other);
  });

  it('mixes by the seed and leaves the windows in their order', () => {
    const before = windows.map((window) => [...window]);
    expect(targetsOf(1)).toEqual(targetsOf(1));
    expect(targetsOf(1)).not.toEqual(targetsOf(2));
    expect(windows.map((window) => [...window])).toEqual(before);
  });
});
