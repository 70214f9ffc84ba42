// How sure a concept's name is, from its score on items that the choice of latents never saw.
import type { Concept } from '../concepts.ts';

export const TRUST = {
  sure: 'The name is sure',
  fair: 'The name is fairly sure',
  unsure: 'The name is doubtful',
  nameless: 'It has no name but its items',
} as const;

export type Trust = keyof typeof TRUST;

/** ROC AUC from which a name is sure, and fairly sure. */
const SURE = 0.95;
const FAIR = 0.8;

export function trustIn({ kind, labelScore }: Pick<Concept, 'kind' | 'labelScore'>): Trust {
  if (kind === 'emergent') return 'nameless';
  if (labelScore >= SURE) return 'sure';
  return labelScore >= FAIR ? 'fair' : 'unsure';
}

export function trustInWords(concept: Pick<Concept, 'kind' | 'labelScore'>): string {
  const trust = trustIn(concept);
  if (trust === 'nameless') {
    return `${TRUST[trust]}: no attribute of the data says what they have in common.`;
  }
  const pairs = Math.min(99, Math.floor(100 * concept.labelScore));
  return `${TRUST[trust]}: of an item that has it and one that has not, it picks the right one ${pairs} times in 100. Guessing does so 50 times.`;
}
