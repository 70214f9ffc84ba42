import { describe, expect, it } from 'vitest';
import { silent } from '../config/progress.ts';
import { compareSteering, curvesOf, summaryOf } from './compare.ts';
import type { Steerer } from '../steering/steerer.ts';
import type { BenchUser, SteeredLists } from '../steering/bench.ts';

const USERS = 1000;
const catalogue = {
  attributes: [{ id: 'genre:a', label: 'A', kind: 'genre' }],
  itemAttributes: [[0], []],
  counts: [1, 1],
};

/** One place a user: so many users of a thousand have item 0, and NDCG is .5 less what is lost. */
function listsOf(taken: number, loss: number): SteeredLists {
  return {
    lists: Array.from({ length: USERS }, (_, user) => [user < taken ? 0 : 1]),
    ndcg10: new Float64Array(USERS).fill(0.5 * (1 - loss)),
    meanScores: new Float64Array(2),
  };
}

const held = Array.from({ length: USERS }, (_, place): BenchUser => ({
  place,
  target: 0,
  excluded: new Set(),
}));
const base = { base: listsOf(100, 0), held, catalogue };

/** Log-odds rise by `gain` a size, and so much is lost for each; test users lose half as much again. */
const steerer = (method: string, gain: number, loss: number): Steerer => ({
  method,
  hook: 'scores',
  run(side, size) {
    const odds = (100 / 900) * Math.exp(gain * size);
    const lost = loss * size * (side === 'test' ? 1.5 : 1);
    return Promise.resolve(listsOf(Math.round((USERS * odds) / (1 + odds)), lost));
  },
});

const concept = { id: 'genre:a', attribute: 'genre:a', items: new Set([0]) };
const compared = await compareSteering(
  [{ ...concept, steerers: [steerer('cheap', 1, 0.05), steerer('dear', 0.5, 0.1)] }],
  { validation: base, test: base },
  silent,
);

describe('compareSteering', () => {
  it('goes on from what was kept, with the same figures', async () => {
    const kept = new Map<string, string>();
    const keep = async <T>(part: string, work: () => Promise<T>): Promise<T> => {
      if (!kept.has(part)) kept.set(part, JSON.stringify(await work()));
      return JSON.parse(kept.get(part) ?? '') as T;
    };
    const bases = { validation: base, test: base };
    await compareSteering([{ ...concept, steerers: [steerer('cheap', 1, 0.05)] }], bases, silent, keep);
    const both = [steerer('cheap', 99, 0.9), steerer('dear', 0.5, 0.1)]; // the first is not asked again
    expect(await compareSteering([{ ...concept, steerers: both }], bases, silent, keep)).toEqual(compared);
  });

  it('chooses sizes by what validation users lose and gain', () => {
    const [cheap, dear] = compared;
    expect(cheap?.sizes.loss5).toBeCloseTo(1, 6);
    expect(dear?.sizes.loss5).toBeCloseTo(0.5, 6);
    expect(cheap?.sizes.noLoss).toBeCloseTo(0.2, 6); // every user loses alike: the bound is the mean
    expect(Math.abs((cheap?.sizes.gain1 ?? 0) - 1)).toBeLessThan(0.02);
    expect(Math.abs((dear?.sizes.gain1 ?? 0) - 2)).toBeLessThan(0.04);
  });

  it('reports what test users lose and gain at those', () => {
    const { loss5, gain1 } = compared[0]?.figures ?? {};
    expect(loss5?.ndcg10).toBeCloseTo(0.5 * (1 - 0.05 * 1.5), 6);
    expect(Math.abs((gain1?.logOddsGain ?? 0) - 1)).toBeLessThan(0.03);
  });
});

describe('summaryOf', () => {
  const summary = summaryOf(compared, base.base, 1);

  it('sums each method up over concepts', () => {
    expect(Object.keys(summary)).toEqual(['cheap', 'dear']);
    const { cheap, dear } = summary;
    expect(cheap?.concepts).toBe(1);
    expect(Math.abs((cheap?.gainAt5pct ?? 0) - 1)).toBeLessThan(0.03);
    expect(cheap?.medianGainAt5pct).toBe(cheap?.gainAt5pct);
    expect(cheap?.shareWeightedGainAt5pct).toBeCloseTo(cheap?.gainAt5pct ?? NaN, 9);
    expect(Math.abs((dear?.gainAt5pct ?? 0) - 0.25)).toBeLessThan(0.03);
    expect(cheap?.ndcgChangeAt5pct.mean).toBeCloseTo(-0.075, 6);
    expect(cheap?.ndcgChangeAt5pct.high).toBeCloseTo(-0.075, 6); // all users lose alike
    // everybody’s next item has the attribute
    expect(dear?.alignedNdcgChangeAtEqualGain).toBeCloseTo(0.5 * (dear?.ndcgChangeAtEqualGain ?? NaN), 6);
  });

  it('keeps every chosen strength as a point of a curve', () => {
    const points = curvesOf(compared).map(({ method, chosenFor }) => `${method} ${chosenFor}`);
    expect(points).toEqual([
      'cheap noLoss',
      'cheap loss5',
      'cheap gain1',
      'dear noLoss',
      'dear loss5',
      'dear gain1',
    ]);
  });
});
