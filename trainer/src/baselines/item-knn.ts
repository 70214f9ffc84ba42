// Item neighbours by cosine: which items the same people have.
import { at } from '@trimtab/shared/look-up.ts';
import type { Dataset } from '../data/dataset.ts';
import { rowByRow, type Baseline } from './baseline.ts';
import { addPairCounts, holdersOf, trainingSets } from './pair-counts.ts';
import { addRow, buildRows, transposeRows } from './rows.ts';

/** Neighbours an item keeps: among 20 to 400 the best on ML-1M's validation targets, if by little. */
const NEIGHBOURS = 50;

/**
 * score[j] = Σ_{i ∈ history ∩ N(j)} cos(i, j), with cos(i, j) = |U_i ∩ U_j| / √(|U_i|·|U_j|), U_i the users who have
 * item i in training, and N(j) the 50 items most like j.
 *
 * Deshpande and Karypis 2004.
 */
export function itemKnn(data: Dataset): Baseline {
  const items = data.catalogue.ids.length;
  const sets = trainingSets(data);
  const holders = holdersOf(sets, items);
  const inverse = Float64Array.from(holders, (users) => 1 / Math.sqrt(users.length)); // 1 / √|U_i|
  const neighbours = buildRows(items, NEIGHBOURS, (item, row) => {
    addPairCounts(sets, at(holders, item), row);
    const own = inverse[item] as number;
    for (let other = 0; other < items; other++) {
      if ((row[other] as number) > 0) row[other] = (row[other] as number) * own * (inverse[other] as number);
    }
    row[item] = 0;
  });
  const rows = transposeRows(neighbours);
  return rowByRow(items, (history, scores) => {
    for (const item of new Set(history)) addRow(rows, item, 1, scores);
  });
}
