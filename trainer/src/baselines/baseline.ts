// What a baseline is: scores from histories, fitted on training histories alone.
import type { HeldOut } from '../data/dataset.ts';
import { SparseRow } from './sparse-row.ts';

export interface Baseline {
  /** @param histories items, oldest first @returns scores ∈ [histories, items], higher is better; the caller's to keep */
  score(histories: readonly Int32Array[]): Float32Array;
  /** The rank that these scores give the target, where it can be told without working all of them out. */
  rank?(held: HeldOut): number;
}

/** A baseline from what scores one history. @param fill adds the history's scores to a row of zeros ∈ [items] */
export function rowByRow(items: number, fill: (history: Int32Array, row: Float64Array) => void): Baseline {
  const row = new Float64Array(items);
  return {
    score(histories) {
      const scores = new Float32Array(histories.length * items);
      histories.forEach((history, user) => {
        row.fill(0);
        fill(history, row);
        scores.set(row, user * items);
      });
      return scores;
    },
  };
}

/** The same of a baseline that scores few items above 0. */
export function sparselyByRow(items: number, fill: (history: Int32Array, row: SparseRow) => void): Baseline {
  const row = new SparseRow(new Float64Array(items));
  const filled = (history: Int32Array): SparseRow => {
    row.clear();
    fill(history, row);
    return row;
  };
  return {
    ...rowByRow(items, (history, dense) => dense.set(filled(history).values)),
    rank: ({ history, target, excluded }) => filled(history).rankOf(target, new Set(excluded)),
  };
}

/** A baseline that knows nothing of the person. @param scores ∈ [items] */
export function sameForAll(scores: Float32Array): Baseline {
  const sorted = scores.toSorted();
  return {
    ...rowByRow(scores.length, (_, row) => row.set(scores)),
    rank({ target, excluded }) {
      const wanted = scores[target] as number;
      const left = [...new Set(excluded)].filter(
        (item) => item !== target && (scores[item] as number) >= wanted,
      );
      return scores.length - firstAtLeast(sorted, wanted) - left.length;
    },
  };
}

/** The place of the first of rising numbers that is this large. */
function firstAtLeast(rising: Float32Array, wanted: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
