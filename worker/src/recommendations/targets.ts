// What came of target shares, told as it was before there were other wishes.
import type { KeptWish, RecommendationResponse } from '@trimtab/shared/api.ts';
import { TEN } from '@trimtab/shared/wishes.ts';

/** Nearer than one place of the list, rounding aside. */
const PLACE = 1 / TEN - 1e-9;

/** @param length items that the counts are of */
export function targetsOf(wishes: readonly KeptWish[], length: number): RecommendationResponse['targets'] {
  const targets = wishes.flatMap(({ concept, asked, came }) => {
    if (asked === 'never' || asked.targetShare === undefined) return [];
    const share = length === 0 ? 0 : came / length;
    const wanted = asked.targetShare;
    return [{ concept, wanted, share, reached: Math.abs(share - wanted) < PLACE }];
  });
  return targets.length > 0 ? targets : undefined;
}
