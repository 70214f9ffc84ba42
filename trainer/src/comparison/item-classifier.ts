// A classifier of item vectors: which items look as if they had an attribute, to the recommender's own item table.
import { addToDiagonal, cholesky, solve } from '@trimtab/shared/cholesky.ts';

const ROUNDS = 8;
const PENALTY = 1;

/**
 * Logistic regression of the label on an item's vector, with a constant and a ridge of 1, by Newton's method:
 * w ← w + (Xᵀ S X + λI)⁻¹ (Xᵀ(y - p) - λw), with S = diag p(1 - p) (McCullagh and Nelder 1989).
 *
 * @param table ∈ [items, d] @param labels 1 where the item is known to have the attribute ∈ [items]
 * @returns P(item has it) ∈ [items]
 */
export function itemClassifier(table: Float32Array, d: number, labels: Uint8Array): Float64Array {
  const n = labels.length;
  const width = d + 1;
  const at = (item: number, i: number): number => (i === d ? 1 : (table[item * d + i] as number));
  let weights = new Float64Array(width);
  const chances = new Float64Array(n);
  for (let round = 0; ; round++) {
    for (let item = 0; item < n; item++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (weights[i] as number) * at(item, i);
      chances[item] = 1 / (1 + Math.exp(-sum));
    }
    if (round === ROUNDS) return chances;
    const { curvature, slope } = derivatives(at, labels, chances, weights);
    const step = solve(cholesky(curvature, width), slope, width);
    weights = weights.map((weight, i) => weight + (step[i] as number));
  }
}

function derivatives(
  at: (item: number, i: number) => number,
  labels: Uint8Array,
  chances: Float64Array,
  weights: Float64Array,
): { curvature: Float64Array; slope: Float64Array } {
  const width = weights.length;
  const curvature = new Float64Array(width * width);
  const slope = weights.map((weight) => -PENALTY * weight);
  labels.forEach((label, item) => {
    const chance = chances[item] as number;
    const spread = chance * (1 - chance);
    for (let i = 0; i < width; i++) {
      const x = at(item, i);
      slope[i] = (slope[i] as number) + (label - chance) * x;
      for (let j = 0; j <= i; j++)
        curvature[i * width + j] = (curvature[i * width + j] as number) + spread * x * at(item, j);
    }
  });
  addToDiagonal(curvature, width, PENALTY);
  return { curvature, slope };
}
