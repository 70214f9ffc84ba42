import { describe, expect, it } from 'vitest';
import { at } from '@trimtab/shared/look-up.ts';
import { assembleDataset } from '../data/assemble.ts';
import type { Dataset } from '../data/dataset.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { itemKnn } from './item-knn.ts';
import { markov } from './markov.ts';
import { personalPopularity } from './personal-popularity.ts';
import { popularity } from './popularity.ts';
import { recentPopularity } from './recent-popularity.ts';
import { addRow, buildRows, transposeRows } from './rows.ts';
import { SparseRow } from './sparse-row.ts';
import { rankOf } from '../ranking/ranking.ts';
import { sameForAll, sparselyByRow, type Baseline } from './baseline.ts';
import { createRandom } from '../math/random.ts';
import { rankBaselines } from './baselines.ts';
import { BASELINES } from './registry.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';

/** Histories whose last two items, 4 and 5, are held out, so that training is what is written. */
function datasetOf(training: number[][], times: number[][] | null = null): Dataset {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  return assembleDataset({
    name: 'small',
    catalogue: { ids, titles: ids, attributes: [], itemAttributes: ids.map(() => []), counts: [] },
    userIds: training.map((_, user) => String(user)),
    histories: training.map((history) => [...history, 4, 5]),
    times: times === null ? null : times.map((list) => [...list, 1e6, 1e6]),
    historiesShareable: true,
  });
}

const none = new Int32Array();

describe('popularity', () => {
  it('counts training interactions, the held-out ones not', () => {
    const baseline = popularity(datasetOf([[0, 1], [0]]));
    expect([...baseline.score([none])]).toEqual([2, 1, 0, 0, 0, 0]);
  });

  it('hands out scores that the caller may change', () => {
    const baseline = popularity(datasetOf([[0]]));
    baseline.score([none]).fill(9);
    expect(baseline.score([none])[0]).toBe(1);
  });
});

describe('personalPopularity', () => {
  it('counts what is in the history, and lets all interactions decide between equals', () => {
    const scores = personalPopularity(datasetOf([[0, 1, 1, 2]])).score([Int32Array.of(0, 3, 0)]);
    [2 + 1 / 4, 2 / 4, 1 / 4, 1, 0, 0].forEach((score, item) => expect(scores[item]).toBeCloseTo(score, 6));
  });
});

describe('recentPopularity', () => {
  it('takes the most recent tenth by time where there are times', () => {
    // ten training interactions; the .9 quantile is the 10th smallest time, 90, and only item 3 is that late
    const baseline = recentPopularity(
      datasetOf(
        [
          [0, 1, 2, 0, 3],
          [0, 1, 2, 0, 1],
        ],
        [
          [0, 10, 20, 30, 90],
          [40, 50, 60, 70, 80],
        ],
      ),
    );
    expect([...baseline.score([none])]).toEqual([0, 0, 0, 1, 0, 0]);
  });

  it('takes the last tenth of each history, rounded up, where there are none', () => {
    const eleven = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2];
    expect([...recentPopularity(datasetOf([[0, 3], eleven])).score([none])]).toEqual([0, 1, 1, 1, 0, 0]);
  });
});

describe('itemKnn', () => {
  it('adds cosines of the users that items share, and knows no item beside itself', () => {
    // users of 0: {u, v}, of 1: {u, v, w}, of 2: {w}
    const baseline = itemKnn(
      datasetOf([
        [0, 1],
        [1, 0],
        [1, 2, 2],
      ]),
    );
    const scores = baseline.score([Int32Array.of(0, 2)]);
    expect(scores[0]).toBe(0);
    expect(scores[1]).toBeCloseTo(2 / Math.sqrt(2 * 3) + 1 / Math.sqrt(3 * 1), 6);
    expect(scores[2]).toBe(0);
  });
});

describe('markov', () => {
  const baseline = markov(datasetOf([[0, 1, 2]]));

  it('gives each item the share of its discounted successors', () => {
    // after 0 come 1 at lag 1 and 2 at lag 2: 1 and .8, which sum to 1.8
    expect(baseline.score([Int32Array.of(0)])[1]).toBeCloseTo(1 / 1.8, 6);
    expect(baseline.score([Int32Array.of(0)])[2]).toBeCloseTo(0.8 / 1.8, 6);
  });

  it('discounts items further back in the history', () => {
    // 1 is the last item, and 2 its only successor; 0 is a step further back
    expect(baseline.score([Int32Array.of(0, 1)])[2]).toBeCloseTo(1 + 0.8 * (0.8 / 1.8), 6);
  });

  it('forgets what lies more than 20 items back', () => {
    const long = Int32Array.of(0, ...Array.from({ length: 20 }, () => 3));
    expect([...baseline.score([long])]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('buildRows', () => {
  it('keeps the strongest entries of a row, columns rising, and transposes', () => {
    const rows = buildRows(3, 2, (item, row) => {
      if (item === 0) [2.5, 1, 2].forEach((weight, n) => row.add([2, 0, 1][n] ?? -1, weight));
    });
    expect(rows.indices.map((row) => [...row])).toEqual([[1, 2], [], []]);
    expect(rows.weights.map((row) => [...row])).toEqual([[2, 2.5], [], []]);
    const target = new SparseRow(new Float64Array(3));
    addRow(transposeRows(rows), 2, 10, target);
    expect([...target.values]).toEqual([25, 0, 0]);
  });

  it('keeps the lower of two columns that weigh the same', () => {
    const rows = buildRows(4, 2, (item, row) => {
      if (item === 0) for (const column of [3, 1, 2]) row.add(column, 1);
    });
    expect([...at(rows.indices, 0)]).toEqual([1, 2]);
  });

  it('looks at what was added, however many items there are', () => {
    const items = 5000;
    let looked = 0;
    const counted = new Proxy(new Float64Array(items), {
      get: (zeros, place) => (looked++, zeros[Number(place)]),
      set: (zeros, place, value: number) => (looked++, (zeros[Number(place)] = value), true),
    });
    buildRows(items, 2, (item, row) => [item, 7, 8].forEach((column) => row.add(column, 1)), counted);
    expect(looked).toBeLessThan(10 * 3 * items); // of three entries a row; all cells would be 25 million
  });
});

describe('a rank that is told from few scores', () => {
  const random = createRandom(1, 'ranks');
  const held = Array.from({ length: 200 }, () => {
    const history = Int32Array.from({ length: random.integer(5) }, () => random.integer(12));
    return { history, target: random.integer(12), excluded: Int32Array.of(...history, random.integer(12)) };
  });
  const scores = Float32Array.from({ length: 12 }, () => random.integer(4) / 3);

  it.each([
    ['of popularity', sameForAll(scores)],
    [
      'of neighbours',
      sparselyByRow(12, (history, row) => {
        for (const item of history) row.add((item * 5) % 12, 1 / 3);
      }),
    ],
  ])('is that of all scores, ties against: %s', (_, baseline) => {
    const expected = held.map(({ history, target, excluded }) =>
      rankOf(baseline.score([history]), target, excluded),
    );
    expect(held.map((one) => baseline.rank?.(one))).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(5);
  });
});

/** Puts item 5 before all others. */
const added = (): Baseline => sameForAll(Float32Array.of(0, 0, 0, 0, 0, 1));

describeOnEachBackend('rankBaselines', () => {
  it('ranks each held-out item among those that are not in the history', async () => {
    // Test: history [0, 1, 2, 4], target 5; items 3 and 5 are left and both untrained, so they tie: rank 2.
    // Validation: history [0, 1, 2], target 4; 3, 4 and 5 tie: rank 3.
    const data = datasetOf([[0, 1, 2]]);
    const test = await rankBaselines(data, heldOutUsers(data, 'test'));
    expect(test.metrics.popularity).toEqual({ hr10: 1, ndcg10: 1 / Math.log2(3) });
    const validation = await rankBaselines(data, heldOutUsers(data, 'validation'));
    expect(validation.metrics.markov).toEqual({ hr10: 1, ndcg10: 1 / Math.log2(4) });
  });

  it('names the best, with its rank of each target', async () => {
    // The second's held-out 5 is what followed 4, the last of the history, in the first's training. By popularity 3 is
    // ahead of it and 2 level with it: rank 3.
    const data = datasetOf([[3, 3, 3, 4, 5, 2], [0]]);
    // The first's own 5 is in its history already, and not asked for.
    const { metrics, best, bestRanks } = await rankBaselines(data, heldOutUsers(data, 'test'));
    expect(metrics['popularity']?.ndcg10).toBe(1 / Math.log2(4));
    expect(metrics['markov']?.ndcg10).toBe(1);
    expect([best, bestRanks]).toEqual(['markov', [1]]);
  });

  it('measures and compares one that is added to the registry', async () => {
    const data = datasetOf([[0, 1, 2]]);
    const told: string[] = [];
    const { metrics, best, bestRanks } = await rankBaselines(
      data,
      heldOutUsers(data, 'test'),
      (name) => told.push(name),
      { ...BASELINES, added },
    );
    expect(metrics['added']).toEqual({ hr10: 1, ndcg10: 1 });
    expect([best, bestRanks, told.at(-1)]).toEqual(['added', [1], 'added']);
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['popularity', 'markov', 'added']));
  });

  it('ranks seen items too, and adds personal popularity, where people come back to items', async () => {
    // The held-out 5 was heard once before and 4 twice, so 4 is ahead; 3, which all others hear, is not.
    const data = {
      ...datasetOf([
        [5, 4],
        [3, 3, 3],
      ]),
      repeats: true,
    };
    const { metrics } = await rankBaselines(data, heldOutUsers(data, 'test').slice(0, 1));
    expect(metrics.personalPopularity?.ndcg10).toBe(1 / Math.log2(3));
    expect(metrics['popularity']?.ndcg10).toBe(1 / Math.log2(4)); // 3 is ahead, and 4 level
  });

  it('tells how far each is, and lets signals have their turn', async () => {
    const data = datasetOf([
      [0, 1, 2],
      [2, 1, 0],
    ]);
    const heard: string[] = [];
    let turned = false;
    setImmediate(() => (turned = true));
    await rankBaselines(data, heldOutUsers(data, 'test'), (name, ranked) => {
      heard.push(`${name} ${ranked}${turned ? '' : ', the first'}`);
    });
    expect(heard.slice(0, 4)).toEqual([
      'popularity 0, the first',
      'popularity 2',
      'recentPopularity 0',
      'recentPopularity 2',
    ]);
    expect(heard).toContain('itemKnn 2');
  });

  it('refuses to rank for nobody', async () => {
    await expect(rankBaselines(datasetOf([[0]]), [])).rejects.toThrow(/nothing is held out/);
  });
});
