// The latents that the method `gradient` moves, the same for every concept: those that between them do most to lists.
import type { Basis } from '@trimtab/shared/concepts.ts';
import { argMax } from '../math/arg-max.ts';
import type { LatentEffect } from './effect-latents.ts';
import { between } from './effect-latents.ts';

/** Length of a probing step: it changes scores by half a unit, as a standard deviation over what is recommended. */
const STEP = 0.5;
/** A latent that adds less than this share of what the first does is as good as made of those taken. */
const WORTH = 1e-4;

/**
 * Pivoted Cholesky factorisation of the latents' Gram matrix W·F·Wᵀ, with F Fisher's information of what people are
 * recommended (Fine and Scheinberg 2001): each step takes the latent whose effect is least explained by those taken. No
 * labels are looked at. Step h_j = .5/√(W_j·F·W_jᵀ).
 *
 * @param size k, at most as many as the autoencoder has
 */
export function steeringBasis(effect: LatentEffect, size: number): Basis {
  const latents = effect.decoder.length / effect.hiddenSize;
  const alone = Float64Array.from({ length: latents }, (_, j) => between(effect, j, j));
  const left = alone.slice();
  const columns: Float64Array[] = [];
  const chosen: number[] = [];
  let enough = 0;
  while (chosen.length < size) {
    const next = argMax(left.length, (j) => left[j] as number);
    const unexplained = left[next] as number;
    if (!(unexplained > enough)) break;
    if (chosen.length === 0) enough = WORTH * unexplained;
    chosen.push(next);
    const column = columnOf(effect, columns, next, Math.sqrt(unexplained));
    column.forEach((value, j) => (left[j] = (left[j] as number) - value * value));
    columns.push(column);
  }
  return chosen.map((index) => ({ index, step: STEP / Math.sqrt(alone[index] as number) }));
}

/** The next column of the factor: (G_jp - Σ_c L_jc·L_pc)/√pivot. ∈ [latents] */
function columnOf(
  effect: LatentEffect,
  columns: readonly Float64Array[],
  pivot: number,
  root: number,
): Float64Array {
  const latents = effect.decoder.length / effect.hiddenSize;
  return Float64Array.from(
    { length: latents },
    (_, j) =>
      columns.reduce(
        (rest, column) => rest - (column[j] as number) * (column[pivot] as number),
        between(effect, j, pivot),
      ) / root,
  );
}
