// What a baseline is: scores from histories, fitted on training histories alone.
export interface Baseline {
  /** @param histories items, oldest first @returns scores ∈ [histories, items], higher is better; the caller's to keep */
  score(histories: readonly Int32Array[]): Float32Array;
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

/** A baseline that knows nothing of the person. @param scores ∈ [items] */
export const sameForAll = (scores: Float32Array): Baseline =>
  rowByRow(scores.length, (_, row) => row.set(scores));
