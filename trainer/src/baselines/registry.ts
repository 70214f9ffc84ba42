// The baselines by their names in metrics.json, in the order in which they are measured.
import type { Dataset } from '../data/dataset.ts';
import type { Baseline } from './baseline.ts';
import { ease } from './ease.ts';
import { itemKnn } from './item-knn.ts';
import { markov } from './markov.ts';
import { personalPopularity } from './personal-popularity.ts';
import { popularity } from './popularity.ts';
import { recentPopularity } from './recent-popularity.ts';

interface Registered {
  /** What reports call it. */
  label: string;
  /** Fits it to training histories; null where it does not apply to such data. */
  fit(data: Dataset): Baseline | null;
}

export const BASELINES: Readonly<Record<string, Registered>> = {
  popularity: { label: 'popularity', fit: popularity },
  recentPopularity: { label: 'recent popularity', fit: recentPopularity },
  itemKnn: { label: 'ItemKNN', fit: itemKnn },
  markov: { label: 'Markov chain', fit: markov },
  // where nobody comes back to an item, it has nothing to go by
  personalPopularity: {
    label: 'personal popularity',
    fit: (data) => (data.repeats ? personalPopularity(data) : null),
  },
  ease: { label: 'EASE', fit: (data) => ease(data) },
};
