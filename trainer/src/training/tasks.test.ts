import { describe, expect, it } from 'vitest';
import { createRandom } from '../math/random.ts';
import { maskIndex } from '../recommender/sequences.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import type { Batch } from './batches.ts';
import { tinyConfig } from '../../testing/example-data.ts';
import { batchesOf } from './tasks.ts';

const windows = [Int32Array.of(5, 6), Int32Array.of(7, 8, 9, 1), Int32Array.from({ length: 8 }, (_, i) => i)];

const whole = (of: RecommenderConfig, seed: number, from: Int32Array[]): Batch =>
  batchesOf(of, createRandom(seed), 1)(from)[0] as Batch;

describe('the task of gptrec', () => {
  it('asks for the item after each', () => {
    const batch = whole(tinyConfig(10), 1, windows.slice(0, 1));
    expect(batch).toMatchObject({ items: Int32Array.of(5), targets: Int32Array.of(6) });
  });
});

describe('the task of bert4rec', () => {
  const config = { ...tinyConfig(10), kind: 'bert4rec' as const };
  const mask = maskIndex(config);

  it('asks for what it hides, always the last of a window among it', () => {
    const { items, length, lengths, positions, targets } = whole(config, 1, windows);
    expect(lengths).toEqual([2, 4, 8]);
    const shown = [...items];
    positions.forEach((position, i) => {
      expect(shown[position]).toBe(mask);
      shown[position] = targets[i] ?? -1;
    });
    expect(shown).toEqual([5, 6, 0, 0, 0, 0, 0, 0, 7, 8, 9, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]);
    for (const last of [1, length + 3, 2 * length + 7]) expect(positions).toContain(last);
  });

  it('hides the share of items that the config says', () => {
    const many = Array.from({ length: 1000 }, () => Int32Array.from({ length: 11 }, (_, i) => i % 10));
    const share = (maskProbability?: number): number => {
      const { positions } = whole({ ...config, maskProbability }, 1, many);
      return (positions.length - 1000) / 10_000; // without the last ones, which are always hidden
    };
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    // five standard errors of √(.2·.8/10,000) = .004
    expect(Math.abs(share() - 0.2)).toBeLessThan(0.02);
  });

  it('hides the same for a seed and other items for another', () => {
    const shown = [1, 1, 2].map((seed) => whole(config, seed, windows).items);
    expect(shown[1]).toEqual(shown[0]);
    expect(shown[2]).not.toEqual(shown[0]);
  });
});

const parts = (count: number): Batch[] => batchesOf(tinyConfig(10), createRandom(1), count)(windows);

describe('a batch in parts', () => {
  it('has each window once', () => {
    expect(parts(2).map(({ lengths }) => lengths)).toEqual([[1, 7], [3]]);
    expect(parts(2).map(({ targets }) => [...targets])).toEqual([
      [6, 1, 2, 3, 4, 5, 6, 7],
      [8, 9, 1],
    ]);
  });

  it('has no more parts than windows', () => {
    expect(parts(5).map(({ rows }) => rows)).toEqual([1, 1, 1]);
  });
});
