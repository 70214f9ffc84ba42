// Wishes and what came of them, in words.
import type { KeptWish } from '@trimtab/shared/api.ts';
import type { Wish } from '@trimtab/shared/wishes.ts';
import { listed } from './words.ts';
import { TEN } from '../state/wish-text.ts';
import type { Steering } from '../state/steering.ts';

const tenths = (share: number): string => `${Number((share * TEN).toFixed(1))} of ${TEN}`;

export const signed = (strength: number): string =>
  `${strength > 0 ? '+' : strength < 0 ? '−' : ''}${Math.abs(strength).toFixed(2)}`;

export function wishWords(wish: Wish): string {
  if (wish === 'never') return 'never';
  if (typeof wish === 'number') return `strength ${signed(wish)}`;
  if (wish.targetShare !== undefined) return tenths(wish.targetShare);
  if (wish.more !== undefined) return `${wish.more} more`;
  if (wish.less !== undefined) return `${wish.less} fewer`;
  if (wish.atLeast !== undefined) return `at least ${tenths(wish.atLeast)}`;
  return `at most ${tenths(wish.atMost ?? 1)}`;
}

type Why = NonNullable<KeptWish['why']>;

/** One for each reason of the contract. */
const WHY: Readonly<Record<Why, string>> = {
  'too-few-items': 'the catalogue has too few that fit',
  'against-another-wish': 'another wish stands against it',
  filtered: 'what you have left out is missing',
};

/** What came of a wish; what was asked is said again where it was not kept. */
export function outcomeWords({ asked, came, kept, why }: KeptWish): string {
  if (kept) return asked === 'never' ? 'none' : `${came} of ${TEN}`;
  const reason = why === undefined ? 'it could not be kept' : WHY[why];
  return `${came} of ${TEN}, not ${wishWords(wishOf(asked))}: ${reason}`;
}

/** @param kept share of what the list is worth that it keeps with the wish @param isAlone whether nothing else is wished for */
export function costWords(kept: number, isAlone: boolean): string {
  const much = Math.round(100 * kept);
  return `${isAlone ? '' : 'alone, '}keeps ${much >= 100 ? 'all' : `${much} of 100`} of what the list is worth`;
}

/** An answer's wish: its fields may be more than this page knows. */
const wishOf = (asked: KeptWish['asked']): Wish => asked;

/** All that is set, in one sentence: what a link shows to another person. */
export function steeringWords(
  { history, wishes, never }: Steering,
  labelOf: (concept: string) => string,
): string {
  const from =
    history.length === 0
      ? 'Nothing chosen yet'
      : `From ${history.length === 1 ? 'one title' : `${history.length} titles`}`;
  const asked = Object.entries(wishes).map(([concept, wish]) => `${labelOf(concept)}: ${wishWords(wish)}`);
  const hidden = never.length === 0 ? [] : [`${never.length} never shown`];
  const all = [...asked, ...hidden];
  return all.length === 0 ? `${from}, nothing steered.` : `${from}; ${listed(all)}.`;
}
