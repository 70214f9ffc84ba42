// How many of the concepts are left when those that say the same are counted once.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { conceptActivation } from '../concepts/activation.ts';
import { cosine, directionOf } from '../concepts/direction.ts';
import type { Weights } from '../recommender/weights.ts';
import type { Codes } from '../sae/codes.ts';

const SAME_DIRECTION = 0.7;
const SAME_POSITIONS = 0.5;

/**
 * Concepts in their order, each dropped when with one kept before it the cosine of the directions Σ w_j·W_dec[j]
 * exceeds .7, or the Jaccard index of the rows on which they fire (Σ w_j·z_j > 0) exceeds .5.
 */
export function distinctConcepts(
  concepts: readonly Pick<Concept, 'latents'>[],
  autoencoder: Weights,
  codes: Codes,
  rows: Int32Array,
): number {
  const kept: { direction: Float32Array; activation: Float32Array }[] = [];
  for (const { latents } of concepts) {
    const direction = directionOf({ latents }, autoencoder);
    const activation = conceptActivation(codes, latents, rows);
    const known = kept.some(
      (other) =>
        cosine(direction, other.direction) > SAME_DIRECTION ||
        jaccard(activation, other.activation) > SAME_POSITIONS,
    );
    if (!known) kept.push({ direction, activation });
  }
  return kept.length;
}

function jaccard(a: Float32Array, b: Float32Array): number {
  let [both, either] = [0, 0];
  a.forEach((x, i) => {
    const y = b[i] ?? 0;
    if (x > 0 && y > 0) both++;
    if (x > 0 || y > 0) either++;
  });
  return either > 0 ? both / either : 0;
}
