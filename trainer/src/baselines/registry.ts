// The baselines by their names in metrics.json, in the order in which they are measured.
import type { Dataset } from '../data/dataset.ts';
import type { Baseline } from './baseline.ts';
import { ease } from './ease.ts';
import { itemKnn } from './item-knn.ts';
import { markov } from './markov.ts';
import { personalPopularity } from './personal-popularity.ts';
import { popularity } from './popularity.ts';
import { recentPopularity } from './recent-popularity.ts';

/** Fits to training histories; null where the baseline does not apply to such data. */
type Fit = (data: Dataset) => Baseline | null;

/** shared/src/baselines.ts has what people are told of each. */
export const BASELINES: Readonly<Record<string, Fit>> = {
  popularity,
  recentPopularity,
  itemKnn,
  markov,
  // where nobody comes back to an item, it has nothing to go by
  personalPopularity: (data) => (data.repeats ? personalPopularity(data) : null),
  ease: (data) => ease(data),
};
