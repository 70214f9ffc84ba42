import { describe, expect, it } from 'vitest';
import { topK } from '@trimtab/shared/top-k.ts';
import type { BenchUser, Rescore, SteeringBench } from '../steering/bench.ts';
import { boost, classifierBoost, enforceQuota, quota } from './by-labels.ts';
import type { Steerer } from '../steering/steerer.ts';

/** Twenty items whose scores fall by 1 from item 0; the concept's are the last five. */
const scores = Float32Array.from({ length: 20 }, (_, item) => -item);
const items = new Set([15, 16, 17, 18, 19]);
const nobody: BenchUser = { place: 0, target: 0, excluded: new Set() };

/** The list after a steerer has changed the scores of the user. */
async function listAfter(
  make: (benches: { validation: SteeringBench; test: SteeringBench }) => Steerer,
  size: number,
  user = nobody,
) {
  const changed = scores.slice();
  const bench = {
    run: (_: unknown, rescore?: Rescore) => {
      rescore?.(changed, user);
      return Promise.resolve({ lists: [], ndcg10: new Float64Array(), meanScores: new Float64Array() });
    },
  } as unknown as SteeringBench;
  await make({ validation: bench, test: bench }).run('test', size);
  return { list: topK(changed, 10, user.excluded), changed };
}

describe('boost', () => {
  it('adds a constant to the scores of the concept’s items', async () => {
    const { list, changed } = await listAfter((benches) => boost(benches, items), 7.5);
    expect(list).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 15, 8]); // item 15 at -7.5
    expect(changed[14]).toBe(-14);
  });
});

describe('classifierBoost', () => {
  it('adds as much as the item is likely to have the attribute', async () => {
    const chances = Float64Array.from(scores, (_, item) => (item === 12 ? 0.5 : 0));
    const { changed } = await listAfter((benches) => classifierBoost(benches, chances), 8);
    expect([changed[12], changed[13]]).toEqual([-8, -13]);
  });
});

const listWith = (least: number, excluded = new Set<number>()): number[] => {
  const changed = scores.slice();
  enforceQuota(changed, items, excluded, least);
  return topK(changed, 10, excluded);
};

describe('enforceQuota', () => {
  it('gives places to the best of the concept and keeps the order of scores', () => {
    expect(listWith(2)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 15, 16]);
    expect(listWith(0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('takes no more than there are, and none that the user has seen', () => {
    expect(listWith(9)).toEqual([0, 1, 2, 3, 4, 15, 16, 17, 18, 19]);
    expect(listWith(1, new Set([0, 15]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 16]);
  });

  it('changes nothing where the list has enough', () => {
    const changed = scores.slice();
    enforceQuota(changed, new Set([0, 1]), new Set(), 2);
    expect(changed).toEqual(scores);
  });
});

describe('quota', () => {
  it('gives a part of a place to so many users', async () => {
    const counts = await Promise.all(
      Array.from({ length: 100 }, async (_, place) => {
        const { list } = await listAfter((benches) => quota(benches, items), 1.3, { ...nobody, place });
        return list.filter((item) => items.has(item)).length;
      }),
    );
    expect(new Set(counts)).toEqual(new Set([1, 2]));
    const twice = counts.filter((count) => count === 2).length;
    expect(Math.abs(twice - 30)).toBeLessThanOrEqual(1);
  });
});
