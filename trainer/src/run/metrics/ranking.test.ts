import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { rankingTable, verdict } from './ranking.ts';

const RED = '\u001B[31m';

/** What the verdict reads of the figures. */
const figures = (low: number) =>
  ({
    recommender: { ndcg10: 0.15 },
    baselines: { comparison: { baseline: 'markov', difference: 0.01, low, high: 0.02 } },
  }) as Metrics;

const streamOf = (isTTY: boolean): NodeJS.WriteStream =>
  Object.assign(Object.create(process.stderr) as NodeJS.WriteStream, { isTTY, getColorDepth: () => 8 });

afterEach(() => vi.unstubAllEnvs());

describe('verdict', () => {
  it('says plainly who is ahead, and by how much', () => {
    expect(verdict(figures(0.001), streamOf(true))).toBe(
      'test NDCG@10 0.1500, +0.0100 (95%: +0.0010 to +0.0200) against the best baseline, markov',
    );
  });

  it('says in red on a terminal that a recommender is not better beyond chance', () => {
    vi.stubEnv('FORCE_COLOR', undefined);
    const text = verdict(figures(0), streamOf(true));
    expect(text.startsWith(RED)).toBe(true);
    expect(text).toContain('against the best baseline, markov: NOT BETTER than the baseline');
    expect(verdict(figures(0), streamOf(false))).not.toContain(RED);
  });
});

describe('rankingTable', () => {
  it('lists the recommender among the baselines, the best first', () => {
    const metrics = {
      recommender: { model: 'gptrec', ndcg10: 0.15, hr10: 0.3 },
      baselines: {
        split: 'test',
        markov: { ndcg10: 0.16, hr10: 0.27 },
        popularity: { ndcg10: 0.018, hr10: 0.036 },
        comparison: { baseline: 'markov', difference: -0.01, low: -0.02, high: 0.01 },
      },
    } as unknown as Metrics;
    expect(rankingTable(metrics).split('\n')).toEqual([
      'model                 NDCG@10    HR@10',
      'markov                 0.1600   0.2700',
      'gptrec                 0.1500   0.3000',
      'popularity             0.0180   0.0360',
    ]);
  });
});
