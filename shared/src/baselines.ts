// The plainer ways that a recommender is compared with, by their names in metrics.json, as people are told of them.
import { rankingSchema, type Metrics } from './metrics.ts';

export const BASELINES = {
  popularity: 'popularity alone',
  recentPopularity: 'what is popular lately',
  itemKnn: 'titles like the history’s (ItemKNN)',
  markov: 'what usually comes next (Markov chain)',
  personalPopularity: 'what the person took most',
  ease: 'titles taken together (EASE)',
} as const;

export type BaselineName = keyof typeof BASELINES;

export const isBaseline = (name: string): name is BaselineName => name in BASELINES;

/** A version may have been compared with more than this code knows. */
export const baselineInWords = (name: string): string => (isBaseline(name) ? BASELINES[name] : name);

export interface Standing {
  /** Of a baseline in metrics.json; null for the model itself. */
  baseline: string | null;
  /** In words. */
  name: string;
  hr10: number;
  ndcg10: number;
}

/** The model and every baseline that was measured beside it, best first. */
export function standings({
  recommender,
  baselines,
}: Pick<Metrics, 'recommender' | 'baselines'>): Standing[] {
  const measured = Object.entries(baselines).flatMap(([baseline, value]) => {
    const { data } = rankingSchema.safeParse(value);
    return data === undefined ? [] : [{ baseline, name: baselineInWords(baseline), ...data }];
  });
  const { model, hr10, ndcg10 } = recommender;
  return [{ baseline: null, name: `this model (${model})`, hr10, ndcg10 }, ...measured].sort(
    (a, b) => b.ndcg10 - a.ndcg10,
  );
}
