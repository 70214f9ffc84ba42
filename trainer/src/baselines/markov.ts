// A Markov chain: which items follow which.
import { at } from '@trimtab/shared/look-up.ts';
import { trainingHistory, userCount, type Dataset } from '../data/dataset.ts';
import { sparselyByRow, type Baseline } from './baseline.ts';
import { addRow, buildRows } from './rows.ts';
import type { SparseRow } from './sparse-row.ts';

/** The chain's memory: a step back counts for .8 of the step after it, and nothing beyond 20 steps. */
const DECAY = 0.8;
const LAGS = 20;

/** Entries a Markov chain keeps, 8 bytes each: 3,416 items fit whole, and 27,000 keep their 1,480 strongest each. */
const LARGEST_ENTRIES = 40_000_000;

/**
 * score[j] = Σ_{a = 1…20} .8^(a-1) · T[h_a][j], with h_a the item a steps from the end of the history, and T[i][j] the
 * share of j in what follows i: Σ .8^(lag-1) over the training pairs of i and, lag = 1…20 steps later, j, divided by
 * the same sum over all j.
 */
export function markov(data: Dataset): Baseline {
  const items = data.catalogue.ids.length;
  const histories = Array.from({ length: userCount(data) }, (_, user) => trainingHistory(data, user));
  const places = placesOf(histories, items);
  const weights = Float64Array.from({ length: LAGS }, (_, back) => DECAY ** back);
  const limit = Math.max(1, Math.floor(LARGEST_ENTRIES / items));
  const rows = buildRows(items, limit, (item, row) => {
    const total = addFollowers(histories, places[item] as Places, weights, row);
    if (total === 0) return;
    for (const other of row.touched) row.values[other] = (row.values[other] as number) / total;
  });
  return sparselyByRow(items, (history, scores) => {
    history
      .slice(-LAGS)
      .toReversed()
      .forEach((item, back) => addRow(rows, item, weights[back] as number, scores));
  });
}

/** Where an item stands: an entry each time that it comes. */
interface Places {
  users: number[];
  positions: number[];
}

function placesOf(histories: readonly Int32Array[], items: number): Places[] {
  const places = Array.from({ length: items }, (): Places => ({ users: [], positions: [] }));
  histories.forEach((history, user) => {
    history.forEach((item, position) => {
      const { users, positions } = at(places, item);
      users.push(user);
      positions.push(position);
    });
  });
  return places;
}

/** row[j] += weights[lag - 1] for each j that comes `lag` steps after one of the places. @returns all that was added */
function addFollowers(
  histories: readonly Int32Array[],
  { users, positions }: Places,
  weights: Float64Array,
  row: SparseRow,
): number {
  let total = 0;
  for (let i = 0; i < users.length; i++) {
    const history = histories[users[i] as number] as Int32Array;
    const first = (positions[i] as number) + 1;
    const end = Math.min(history.length, first + LAGS);
    for (let next = first; next < end; next++) {
      const follower = history[next] as number;
      const weight = weights[next - first] as number;
      row.add(follower, weight);
      total += weight;
    }
  }
  return total;
}
