// What moving latents does to the output, for choosing those that move most people toward a concept's items for the
// least change of anything else.
import { ridgeOf } from '@trimtab/shared/cholesky.ts';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { Aim } from './pursuit.ts';

/** What each latent does to the output, by its decoder row W_j. */
export interface LatentEffect {
  /** F·W_jᵀ of every latent, F as in `OutputEffect`. ∈ [latents, d] */
  cost: Float64Array;
  decoder: Float32Array; // [latents, d]
  hiddenSize: number;
}

/** Ridge on F as a share of its mean diagonal: directions that no list feels must not be free. */
const RIDGE = 1e-3;

export function latentEffect(fisher: Float64Array, decoder: Float32Array, hiddenSize: number): LatentEffect {
  const d = hiddenSize;
  const ridge = ridgeOf(fisher, d, RIDGE);
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
 * The log-mass that weights bring to a concept's items, to first order, for what they change of the output: the weights
 * are the natural gradient (Amari 1998) over the latents taken, with g_j = W_j·G and M_jk = F_jk = W_j·F·W_kᵀ.
 *
 * @param gradient G ∈ [d]
 */
export function effectAim(effect: LatentEffect, gradient: ArrayLike<number>): Aim {
  const { decoder, hiddenSize: d } = effect;
  return {
    gains: Float64Array.from({ length: decoder.length / d }, (_, j) => dotRow(decoder, j, gradient, d)),
    between: (a, b) => between(effect, a, b),
  };
}

/** Scaled to w·F·w = 1, so that sizes of different concepts compare. @param weights F⁻¹g over the latents */
export function editWeights(
  { gains }: Aim,
  latents: readonly number[],
  weights: ArrayLike<number>,
): WeightedLatent[] {
  const gained = latents.reduce(
    (sum, latent, i) => sum + (weights[i] as number) * (gains[latent] as number),
    0,
  ); // = w·F·w
  return latents.map((index, i) => ({ index, weight: (weights[i] as number) / Math.sqrt(gained) }));
}

/** F_jk = W_j·F·W_kᵀ */
export const between = ({ cost, decoder, hiddenSize: d }: LatentEffect, j: number, k: number): number =>
  dotRow(decoder, j, cost.subarray(k * d, (k + 1) * d), d);

function dotRow(rows: Float32Array, row: number, vector: ArrayLike<number>, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += (rows[row * d + i] as number) * (vector[i] as number);
  return sum;
}
