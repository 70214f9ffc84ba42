// Item neighbours by cosine: which items the same people have.
import { at } from '@trimtab/shared/look-up.ts';
import type { Dataset } from '../data/dataset.ts';
import { sparselyByRow, type Baseline } from './baseline.ts';
import { holdersOf, trainingSets } from './pair-counts.ts';
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
    for (const user of at(holders, item)) for (const other of at(sets, user)) row.add(other, 1);
    const own = inverse[item] as number;
    const { values } = row;
    for (const other of row.touched) {
      values[other] = (values[other] as number) * own * (inverse[other] as number);
    }
    values[item] = 0;
  });
  const rows = transposeRows(neighbours);
  return sparselyByRow(items, (history, scores) => {
    for (const item of new Set(history)) addRow(rows, item, 1, scores);
  });
}
