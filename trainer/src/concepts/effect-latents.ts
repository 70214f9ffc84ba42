// The few latents whose joint edit moves most people toward a concept's items for the least change of anything else.
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import { cholesky, solve } from '@trimtab/shared/cholesky.ts';

/** What each latent does to the output, by its decoder row W_j. */
export interface LatentEffect {
  /** F·W_jᵀ of every latent, F as in `OutputEffect`. ∈ [latents, d] */
  cost: Float64Array;
  decoder: Float32Array; // [latents, d]
  hiddenSize: number;
}

/** Ridge on F as a share of its mean diagonal: directions that no list feels must not be free. */
const RIDGE = 1e-3;
/** A latent that adds less than this share of what the first gains is not worth having; a double of another adds none. */
const WORTH = 0.01;

export function latentEffect(fisher: Float64Array, decoder: Float32Array, hiddenSize: number): LatentEffect {
  const d = hiddenSize;
  let trace = 0;
  for (let i = 0; i < d; i++) trace += fisher[i * d + i] as number;
  const ridge = (RIDGE * trace) / d;
  const cost = new Float64Array(decoder.length);
  for (let row = 0; row < decoder.length; row += d) {
    for (let i = 0; i < d; i++) {
      let sum = ridge * (decoder[row + i] as number);
      for (let k = 0; k < d; k++) sum += (fisher[i * d + k] as number) * (decoder[row + k] as number);
      cost[row + i] = sum;
    }
  }
  return { cost, decoder, hiddenSize };
}

/**
 * Orthogonal matching pursuit (Pati, Rezaiifar and Krishnaprasad 1993) of the natural gradient (Amari 1998): with
 * g_j = W_j·G and F_jk = W_j·F·W_kᵀ, each step takes the latent with the largest
 *
 *   (g_j - Σ_k w_k·F_jk)² / F_jj
 *
 * and solves F·w = g anew over those taken: of all edits of these latents, w gains the most log-mass for its change of
 * the output. Then w is scaled to w·F·w = 1, so that sizes of different concepts compare.
 *
 * @param gradient G ∈ [d] @param mayUse with the sign that the latent's weight would have at first
 */
export function latentsByEffect(
  effect: LatentEffect,
  gradient: ArrayLike<number>,
  maxLatents: number,
  mayUse: (latent: number, sign: number) => boolean = () => true,
): WeightedLatent[] {
  const { decoder, hiddenSize: d } = effect;
  const latents = decoder.length / d;
  const gains = Float64Array.from({ length: latents }, (_, j) => dotRow(decoder, j, gradient, d));
  let chosen: number[] = [];
  let weights: Float64Array = new Float64Array();
  let enough = 0;
  while (chosen.length < maxLatents) {
    const next = bestOf(effect, gains, chosen, weights, mayUse);
    if (next === undefined || next.score <= enough) break;
    if (chosen.length === 0) enough = WORTH * next.score;
    chosen = [...chosen, next.latent];
    weights = solveOver(effect, gains, chosen);
  }
  const gained = chosen.reduce((sum, latent, i) => sum + (weights[i] ?? 0) * (gains[latent] ?? 0), 0); // = w·F·w
  return chosen.map((index, i) => ({ index, weight: (weights[i] ?? 0) / Math.sqrt(gained) }));
}

function bestOf(
  effect: LatentEffect,
  gains: Float64Array,
  chosen: readonly number[],
  weights: Float64Array,
  mayUse: (latent: number, sign: number) => boolean,
): { latent: number; score: number } | undefined {
  let best: { latent: number; score: number } | undefined;
  gains.forEach((gain, latent) => {
    if (chosen.includes(latent)) return;
    const left = chosen.reduce(
      (sum, other, i) => sum - (weights[i] ?? 0) * between(effect, latent, other),
      gain,
    );
    const score = (left * left) / between(effect, latent, latent);
    if (score > (best?.score ?? 0) && mayUse(latent, Math.sign(left))) best = { latent, score };
  });
  return best;
}

function solveOver(effect: LatentEffect, gains: Float64Array, chosen: readonly number[]): Float64Array {
  const n = chosen.length;
  const matrix = new Float64Array(n * n);
  chosen.forEach((a, i) => chosen.forEach((b, j) => (matrix[i * n + j] = between(effect, a, b))));
  return solve(
    cholesky(matrix, n),
    Float64Array.from(chosen, (latent) => gains[latent] ?? 0),
    n,
  );
}

/** F_jk = W_j·F·W_kᵀ */
export const between = ({ cost, decoder, hiddenSize: d }: LatentEffect, j: number, k: number): number =>
  dotRow(decoder, j, cost.subarray(k * d, (k + 1) * d), d);

function dotRow(rows: Float32Array, row: number, vector: ArrayLike<number>, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += (rows[row * d + i] as number) * (vector[i] as number);
  return sum;
}
