// What became of one concept of a preset, in words.
import type { ConceptFate } from '@trimtab/shared/presets.ts';

const FATES: Readonly<Record<ConceptFate['fate'], string>> = {
  kept: 'does what it did',
  rebuilt: 'was rebuilt, and does what it did',
  weakened: 'does less of what it did',
  lost: 'is lost, and does nothing',
  unknown: 'is unknown to the model in use, and does nothing',
};

export const fateWords = ({ fate, score }: Pick<ConceptFate, 'fate' | 'score'>): string =>
  FATES[fate] + (score === undefined || fate === 'lost' ? '' : ` (agrees at ${score.toFixed(2)} of 1)`);

/** Whether the person who saved it should know. */
export const isNews = ({ fate }: Pick<ConceptFate, 'fate'>): boolean => fate !== 'kept' && fate !== 'rebuilt';
