// The cloze task of BERT4Rec (Sun et al. 2019): items hidden behind [MASK], to be told from both sides.
import type { Random } from '../math/random.ts';
import { maskIndex } from './sequences.ts';
import type { RecommenderConfig } from './weights.ts';

/** What the authors of the best BERT4Rec on ML-1M trained with (Petrov and Macdonald 2022). */
export const MASK_PROBABILITY = 0.2;

export interface Cloze {
  /** The items, [MASK] where they are hidden. */
  shown: Int32Array;
  /** Where they are, in order. */
  places: number[];
}

/** Hides each item with the config's probability, and always the last, where [MASK] stands in scoring. */
export function hideItems(config: RecommenderConfig, items: ArrayLike<number>, random: Random): Cloze {
  const { maskProbability = MASK_PROBABILITY } = config;
  const shown = Int32Array.from(items);
  const places: number[] = [];
  for (let i = 0; i < shown.length; i++) {
    const chosen = random.chance(maskProbability);
    if (!chosen && i < shown.length - 1) continue;
    shown[i] = maskIndex(config);
    places.push(i);
  }
  return { shown, places };
}
