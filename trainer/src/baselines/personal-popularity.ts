// What a person came back to before, and what everybody watches where that says nothing.
import type { Dataset } from '../data/dataset.ts';
import { rowByRow, type Baseline } from './baseline.ts';

/**
 * score[i] = how often item i is in the history + its share of the training interactions, which decides between equals:
 * what people come back to is what they came back to before.
 */
export function personalPopularity(data: Dataset): Baseline {
  const { counts } = data.catalogue;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = Float64Array.from(counts, (count) => count / Math.max(1, total));
  return rowByRow(counts.length, (history, row) => {
    row.set(shares);
    for (const item of history) row[item] = (row[item] as number) + 1;
  });
}
