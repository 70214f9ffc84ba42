// How a concept came through retrainings, in a sentence.
import type { Lineage } from '@trimtab/shared/lineage.ts';

const FATES: Readonly<Record<Lineage['fate'], string>> = {
  new: 'It was found first in this version of the model.',
  kept: 'It came through the last retraining as it was.',
  rebuilt: 'The last retraining rebuilt it of other features, which do what it did.',
  weakened: 'Since the last retraining it does less of what it did.',
};

/** @param lineage absent in versions from before there was one */
export function lineageWords(lineage: Lineage | undefined): string[] {
  if (lineage === undefined) return [];
  const { fate, since, score, lastScore } = lineage;
  return [FATES[fate], ...likeness(since, score), ...lastLikeness(lastScore)];
}

const likeness = (since: string | undefined, score: number | undefined): string[] =>
  since === undefined || score === undefined
    ? []
    : [
        `What it does to lists agrees at ${score.toFixed(2)} of 1 with what it did in version ${since}, its first.`,
      ];

const lastLikeness = (score: number | undefined): string[] =>
  score === undefined ? [] : [`With the version before this one it agrees at ${score.toFixed(2)}.`];
