// How many of the concepts are left when those that say the same are counted once.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { withoutDoubles } from '../concepts/doubles.ts';
import type { Weights } from '../files/weights.ts';
import type { Codes } from '../sae/codes.ts';

/** Concepts in their order, but for the doubles of one before (`withoutDoubles`). */
export const distinctConcepts = (
  concepts: readonly Pick<Concept, 'latents'>[],
  autoencoder: Weights,
  codes: Codes,
  rows: Int32Array,
): number => withoutDoubles(concepts, autoencoder, { codes, rows }).length;
