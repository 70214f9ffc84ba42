// What a person has set: the items the list starts from, the wishes, and the items that must not come.
import type { Method } from '@trimtab/shared/steering-methods.ts';
import type { Wish, Wishes } from '@trimtab/shared/wishes.ts';

export interface Steering {
  /** Item ids, oldest first. */
  history: readonly string[];
  wishes: Wishes;
  /** How strengths become edits; it applies to strengths alone. */
  method: Method;
  /** Items that must not come back. */
  never: readonly string[];
  /** The preset that was loaded, so that what was changed since can be told. */
  preset: string | null;
}

export const NOTHING_SET: Steering = { history: [], wishes: {}, method: 'add', never: [], preset: null };

/** As many as the API takes at once (shared/src/wishes.ts). */
export const MOST_CONCEPTS = 50;
export const MOST_LIST_WISHES = 10;

export const isStrength = (wish: Wish): wish is number => typeof wish === 'number';

/** @param wish null takes back what was wished */
export function withWish(wishes: Wishes, concept: string, wish: Wish | null): Wishes {
  const { [concept]: _, ...others } = wishes;
  return wish === null || wish === 0 ? others : { ...others, [concept]: wish };
}

/** Why one more wish would be refused, or null. */
export function refusalOf(wishes: Wishes, concept: string, wish: Wish): string | null {
  const changed = { ...wishes, [concept]: wish };
  const listWishes = Object.values(changed).filter((one) => !isStrength(one)).length;
  if (listWishes > MOST_LIST_WISHES)
    return `A list keeps at most ${MOST_LIST_WISHES} wishes: take one back first.`;
  if (Object.keys(changed).length > MOST_CONCEPTS)
    return `At most ${MOST_CONCEPTS} concepts can be steered at once: take one back first.`;
  return null;
}
