// Successive halving: many trials for a few epochs, the best share of them for more, until one is left.

export interface Rung {
  trials: number;
  epochs: number;
}

/**
 * Rung r of R has ⌊trials / factor^r⌋ trials of epochs / factor^(R-1-r) epochs each, and the last has one: each rung costs
 * about the same.
 *
 * Jamieson and Talwalkar 2016, "Non-stochastic Best Arm Identification and Hyperparameter Optimization".
 *
 * @param epochs those of the last rung
 */
export function rungsOf(trials: number, factor: number, epochs: number): Rung[] {
  const sizes: number[] = [];
  for (let left = trials; left >= 1; left = Math.floor(left / factor)) sizes.push(left);
  if (sizes.at(-1) !== 1) sizes.push(1);
  return sizes.map((size, rung) => ({
    trials: size,
    epochs: Math.max(1, Math.round(epochs / factor ** (sizes.length - 1 - rung))),
  }));
}

/** What a trial came to: the best epoch's validation NDCG@10, or null when it failed. */
export interface Outcome {
  candidate: number;
  ndcg10: number | null;
}

/** The candidates of the highest NDCG@10, best first, ties to the lower number; failed ones never go on. */
export function survivors(outcomes: readonly Outcome[], count: number): number[] {
  return outcomes
    .flatMap(({ candidate, ndcg10 }) => (ndcg10 === null ? [] : [{ candidate, ndcg10 }]))
    .sort((a, b) => b.ndcg10 - a.ndcg10 || a.candidate - b.candidate)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
