import { describe, expect, it } from 'vitest';
import { columnBuckets, distanceBucket, pairColumns } from './distances.ts';
import type { RecommenderConfig } from './weights.ts';

const config = (maxLength: number): RecommenderConfig => ({
  kind: 'gptrec',
  items: 9,
  hiddenSize: 8,
  feedForwardSize: 8,
  blocks: 1,
  heads: 2,
  maxLength,
});

const upTo256 = (distance: number): number => distanceBucket(config(256), distance);

describe('distanceBucket', () => {
  it('has a bucket for each distance below 16, and wider and wider ones up to the longest', () => {
    expect([0, 1, 2, 15, 16].map(upTo256)).toEqual([0, 1, 2, 15, 16]);
    // 16 + ⌊16·ln(distance/16) / ln 16⌋: at 32 = 16·16^(1/4) it is 16 + 4, at 64 16 + 8, at 128 16 + 12
    expect([33, 65, 129, 255].map(upTo256)).toEqual([20, 24, 28, 31]);
    expect([31, 63, 127, 400].map(upTo256)).toEqual([19, 23, 27, 31]);
  });

  it('gives what comes after the query bucket 0, and fits models shorter than the exact buckets', () => {
    expect(upTo256(-3)).toBe(0);
    expect([0, 3, 7].map((distance) => distanceBucket(config(8), distance))).toEqual([0, 3, 7]);
  });
});

describe('distanceBucket of BERT4Rec', () => {
  it('has as many again for what comes after, and room for [MASK]', () => {
    const bert4rec: RecommenderConfig = { ...config(255), kind: 'bert4rec' };
    expect([0, 1, 16, 255, -1, -16, -255].map((distance) => distanceBucket(bert4rec, distance))).toEqual([
      0, 1, 16, 31, 33, 48, 63,
    ]);
  });
});

describe('distances of a sequence', () => {
  it('go from the last query and the first key to the first and the last', () => {
    const bert4rec: RecommenderConfig = { ...config(8), kind: 'bert4rec' };
    expect([...columnBuckets(config(8), 3)]).toEqual([2, 1, 0, 0, 0]);
    expect([...columnBuckets(bert4rec, 3)]).toEqual([2, 1, 0, 33, 34]);
    expect([...pairColumns(3)]).toEqual([2, 3, 4, 1, 2, 3, 0, 1, 2]);
  });
});
