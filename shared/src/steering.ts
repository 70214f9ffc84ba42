// From a steering (concept → strength) to the edit of latents that the head adds.
import type { Concept } from './concepts.ts';

/** Concept id → strength in [-1, 1]. */
export type Strengths = Readonly<Record<string, number>>;

/**
 * The `add` method: edit_j = Σ_c s_c · size_c(s_c) · w_cj, with size the concept's calibrated `up` for s > 0 and
 * `down` for s < 0. Strength 0 adds nothing at all, so an edit of zeros is exactly the base.
 *
 * @param concepts the concepts that `strengths` names; others are skipped
 * @returns edit ∈ [latents]
 * @throws RangeError when a concept names a latent the autoencoder does not have
 */
export function editFromStrengths(
  strengths: Strengths,
  concepts: ReadonlyMap<string, Concept>,
  latents: number,
): Float32Array {
  const edit = new Float32Array(latents);
  for (const [id, strength] of Object.entries(strengths)) {
    const concept = concepts.get(id);
    if (concept === undefined || strength === 0) continue;
    addConcept(edit, concept, strength);
  }
  return edit;
}

function addConcept(edit: Float32Array, concept: Concept, strength: number): void {
  const { up, down } = concept.calibration;
  const size = strength * (strength > 0 ? up : down);
  for (const { index, weight } of concept.latents) {
    const before = edit[index];
    if (before === undefined) {
      throw new RangeError(`concept ${concept.id} names latent ${index}, but there are only ${edit.length}`);
    }
    edit[index] = before + size * weight;
  }
}
