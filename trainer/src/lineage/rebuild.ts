// A concept of before, made anew of the latents of now: the few whose effects together come nearest to its lift.
import { cholesky, solve } from '@trimtab/shared/cholesky.ts';
import { at } from '@trimtab/shared/look-up.ts';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import { editWeights, effectAim, latentEffect } from '../concepts/effect-latents.ts';
import type { LatentEffect } from '../concepts/effect-latents.ts';
import { pursue } from '../concepts/pursuit.ts';

export interface Fitting {
  /** What a unit of each latent does to the items fitted on, as an inner product: M_jk = Σ_i ω_i·e_ji·e_ki. */
  effect: LatentEffect;
  /** J·(E - Ē)ᵀ·Ω·t for a lift t. ∈ [d] */
  gradient(lift: ArrayLike<number>): Float64Array;
}

export interface FittingOptions {
  /** J ∈ [d, d] of the half of the panel that is fitted on. */
  jacobian: Float64Array;
  /** E ∈ [items, d] */
  table: Float32Array;
  hiddenSize: number;
  /** W_dec ∈ [latents, d] */
  decoder: Float32Array;
  /** ω ∈ [items]: how much each item counts, 0 for those that are held out or that the old version lacked. */
  weights: ArrayLike<number>;
}

/**
 * Prepares a fit of latents to lifts. To first order latent j lifts item i by e_ji = W_j·J·(E_i - Ē). Weights w that minimise Σ_i ω_i·(Σ_j w_j·e_ji - t_i)²
 * solve M·w = g with M = W·F·Wᵀ, F = J·(E - Ē)ᵀΩ(E - Ē)·Jᵀ and g = W·J·(E - Ē)ᵀΩ·t.
 */
export function fitting({ jacobian, table, hiddenSize: d, decoder, weights }: FittingOptions): Fitting {
  const centre = weightedMean(table, d, weights);
  const spread = new Float64Array(d * d); // (E - Ē)ᵀΩ(E - Ē)
  eachRow(table, d, weights, centre, (row, weight) => {
    for (let a = 0; a < d; a++) {
      const scaled = weight * (row[a] as number);
      for (let b = 0; b < d; b++)
        spread[a * d + b] = (spread[a * d + b] as number) + scaled * (row[b] as number);
    }
  });
  const half = product(jacobian, spread, d); // J·S
  return {
    effect: latentEffect(product(half, transposed(jacobian, d), d), decoder, d),
    gradient(lift) {
      const sums = new Float64Array(d);
      eachRow(table, d, weights, centre, (row, weight, item) => {
        for (let a = 0; a < d; a++)
          sums[a] = (sums[a] as number) + weight * (row[a] as number) * (lift[item] as number);
      });
      return Float64Array.from({ length: d }, (_, k) =>
        sums.reduce((sum, value, i) => sum + (jacobian[k * d + i] as number) * value, 0),
      );
    },
  };
}

/** The latents, at most `most`, that orthogonal matching pursuit finds; none where nothing that latents do is like the lift. */
export function rebuild(
  { effect, gradient }: Fitting,
  lift: ArrayLike<number>,
  most: number,
): WeightedLatent[] {
  const aim = effectAim(effect, gradient(lift));
  const { latents, weights } = pursue([aim], most);
  return latents.length === 0 ? [] : editWeights(aim, latents, at(weights, 0));
}

/**
 * What rebuilding reaches at best: any edit of the hidden state, which all latents together can make.
 *
 * @param fit one whose decoder is the identity, so that its latents are the numbers of the state
 * @returns x ∈ [d] that solves F·x = J·(E - Ē)ᵀΩ·t
 */
export function densest({ effect, gradient }: Fitting, lift: ArrayLike<number>): Float32Array {
  const d = effect.hiddenSize;
  return Float32Array.from(solve(cholesky(effect.cost.slice(), d), gradient(lift), d));
}

function weightedMean(table: Float32Array, d: number, weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(d);
  let total = 0;
  eachRow(table, d, weights, sums.slice(), (row, weight) => {
    total += weight;
    for (let i = 0; i < d; i++) sums[i] = (sums[i] as number) + weight * (row[i] as number);
  });
  return sums.map((sum) => sum / (total || 1));
}

/** Each row less the centre, with its weight; those of weight 0 are left out. */
function eachRow(
  table: Float32Array,
  d: number,
  weights: ArrayLike<number>,
  centre: Float64Array,
  visit: (row: Float64Array, weight: number, item: number) => void,
): void {
  const row = new Float64Array(d);
  for (let item = 0; item < weights.length; item++) {
    const weight = weights[item] as number;
    if (!(weight > 0)) continue;
    for (let i = 0; i < d; i++) row[i] = (table[item * d + i] as number) - (centre[i] as number);
    visit(row, weight, item);
  }
}

function product(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const c = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let k = 0; k < d; k++) {
      const left = a[i * d + k] as number;
      for (let j = 0; j < d; j++) c[i * d + j] = (c[i * d + j] as number) + left * (b[k * d + j] as number);
    }
  return c;
}

const transposed = (a: Float64Array, d: number): Float64Array =>
  Float64Array.from(a, (_, place) => a[(place % d) * d + Math.floor(place / d)] as number);
