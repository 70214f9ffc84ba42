// The groups of metrics.json on ranking: the recommender and the baselines on the same test users, and who is ahead.
import { styleText } from 'node:util';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { countTargets, protocolOf, type Dataset } from '../../data/dataset.ts';
import { MOST_EASE_ITEMS } from '../../baselines/ease.ts';
import { describeRepeats } from '../../data/protocol.ts';
import { rankBaselines } from '../../baselines/baselines.ts';
import { heldOutUsers, rankUsers } from '../../ranking/evaluate-recommender.ts';
import { pairedBootstrap } from '../../ranking/paired-bootstrap.ts';
import { rankingBreakdown } from '../../ranking/breakdown.ts';
import { ndcg10Of } from '../../ranking/ranking.ts';
import type { Recommender } from '../../recommender/recommender.ts';
import { duration, type Progress } from '../../config/progress.ts';
import type { Run } from '../run-folder.ts';

export async function rankingMetrics(
  { config: { recommender: settings, seed } }: Run,
  data: Dataset,
  model: Recommender,
  report: Progress,
): Promise<Ranking> {
  const users = heldOutUsers(data, 'test');
  const began = performance.now();
  const { metrics: ranking, ranked } = await rankUsers(model, data, users, (count) =>
    report.update(0.05 + (0.2 * count) / users.length, `ranked ${count} of ${users.length} targets`),
  );
  const ended = performance.now();
  const { items } = model.config;
  const baselines = await rankBaselines(data, users, (name, count) =>
    report.update(0.25, `${name} ranked ${count} of ${users.length} targets`),
  );
  report.line(
    `ranked ${items} items for ${users.length} targets in ${duration(ended - began)}, ` +
      `and by the baselines in ${duration(performance.now() - ended)}`,
  );
  if (!('ease' in baselines.metrics)) {
    report.line(
      `EASE is left out: ${items} items, and its time grows with their cube (${MOST_EASE_ITEMS} at most)`,
    );
  }
  const { inHistory } = countTargets(data, 'test');
  const repeats = describeRepeats(data, ['test']);
  if (repeats !== null) report.line(repeats);
  const ndcg10 = ranked.map(({ rank }) => ndcg10Of(rank));
  const paired = pairedBootstrap(ndcg10, baselines.bestRanks.map(ndcg10Of), {
    seed,
    users: users.map(({ user }) => user),
  });
  const people = new Set(users.map(({ user }) => user)).size;
  return {
    recommender: {
      split: 'test',
      protocol: protocolOf(data),
      model: settings.kind,
      ...ranking,
      users: people,
      ...(people < users.length ? { targets: users.length } : {}),
      ...(inHistory > 0 ? { targetsInHistory: inHistory } : {}),
      items,
      ...rankingBreakdown(ranked, data.catalogue),
    },
    baselines: { split: 'test', ...baselines.metrics, comparison: { baseline: baselines.best, ...paired } },
  };
}

type Ranking = Pick<Metrics, 'recommender' | 'baselines'>;

/** NDCG@10 and HR@10 of the recommender and of each baseline, the best first. */
export function rankingTable({ recommender, baselines }: Ranking): string {
  const rows = Object.entries({ [recommender.model]: recommender, ...baselines })
    .flatMap(([name, value]) => (isRanking(value) ? [{ name, ...value }] : []))
    .sort((a, b) => b.ndcg10 - a.ndcg10)
    .map(({ name, ndcg10, hr10 }) => line(name, ndcg10.toFixed(4), hr10.toFixed(4)));
  return [line('model', 'NDCG@10', 'HR@10'), ...rows].join('\n');
}

const isRanking = (value: unknown): value is { ndcg10: number; hr10: number } =>
  typeof value === 'object' && value !== null && 'ndcg10' in value;

const line = (name: string, ...figures: string[]): string =>
  name.padEnd(20) + figures.map((figure) => figure.padStart(9)).join('');

/** One line on the run; a recommender that does not beat the plain baselines beyond chance says so, in red on a terminal. */
export function verdict(
  { recommender, baselines: { comparison } }: Ranking,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  const figure = `test NDCG@10 ${recommender.ndcg10.toFixed(4)}`;
  if (comparison === undefined) return figure;
  const { baseline, difference, low, high } = comparison;
  const interval = `${signed(difference)} (95%: ${signed(low)} to ${signed(high)})`;
  const against = `${figure}, ${interval} against the best baseline, ${baseline}`;
  return low > 0 ? against : styleText('red', `${against}: NOT BETTER than the baseline`, { stream });
}

const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
