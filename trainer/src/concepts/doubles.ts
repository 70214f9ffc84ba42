// Concepts that say the same, told apart by what they move and where they fire.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Weights } from '../files/weights.ts';
import type { Codes } from '../sae/codes.ts';
import { conceptActivation } from './activation.ts';
import { directionOf } from './direction.ts';
import { cosine } from '../math/cosine.ts';

const SAME_DIRECTION = 0.7;
const SAME_POSITIONS = 0.5;

/**
 * Concepts in their order, each dropped when with one kept before it the cosine of the directions Σ w_j·W_dec[j]
 * exceeds .7, or the Jaccard index of the rows on which they fire (activation above 0) exceeds .5.
 *
 * @param mayDrop concepts that stay even as doubles say no
 */
export function withoutDoubles<T extends Pick<Concept, 'latents'>>(
  concepts: readonly T[],
  autoencoder: Weights,
  { codes, rows }: { codes: Codes; rows: Int32Array },
  mayDrop: (concept: T) => boolean = () => true,
): T[] {
  const kept: { concept: T; direction: Float32Array; activation: Float32Array }[] = [];
  for (const concept of concepts) {
    const direction = directionOf(concept, autoencoder);
    const activation = conceptActivation(codes, concept.latents, rows);
    const isDouble = kept.some(
      (other) =>
        cosine(direction, other.direction) > SAME_DIRECTION ||
        jaccard(activation, other.activation) > SAME_POSITIONS,
    );
    if (!isDouble || !mayDrop(concept)) kept.push({ concept, direction, activation });
  }
  return kept.map(({ concept }) => concept);
}

function jaccard(a: Float32Array, b: Float32Array): number {
  let [both, either] = [0, 0];
  a.forEach((x, i) => {
    const y = b[i] as number;
    if (x > 0 && y > 0) both++;
    if (x > 0 || y > 0) either++;
  });
  return either > 0 ? both / either : 0;
}
