// For tests and benchmarks: a concept of which only what matters is given.
import type { Concept } from '../src/concepts.ts';

/** Of the attribute of the same id, with one latent, and of no items. */
export const exampleConcept = (given: Pick<Concept, 'id'> & Partial<Concept>): Concept => ({
  label: given.id,
  kind: 'attribute',
  attribute: given.id,
  labelScore: 1,
  latents: [{ index: 0, weight: 1 }],
  calibration: { up: 1, down: 1 },
  safeRange: { min: -1, max: 1 },
  density: 0,
  topItems: [],
  promoted: [],
  demoted: [],
  histogram: { max: 0, counts: [] },
  neighbours: [],
  ...given,
});
