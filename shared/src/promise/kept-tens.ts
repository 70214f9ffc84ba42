// The lists that keep wishes: ten items at a time, chosen by the scores that lean towards the wishes, and put in an order
// between those scores and the ones without wishes.
import type { TenWished } from '../choice/choose-ten.ts';
import { chooseTens } from '../choice/choose-ten.ts';

/** ω: where the order of a ten lies between the scores without wishes, 0, and those that lean, 1; chosen on validation users. */
export const ORDERING = 0.5;

export interface LeaningScores {
  /** Without the wishes. ∈ [items] */
  start: ArrayLike<number>;
  /** Leaning towards them. ∈ [items] */
  leaning: ArrayLike<number>;
}

/** @param ordering ω as a share of how far the scores lean */
export function keptTens(
  { start, leaning }: LeaningScores,
  asked: Omit<TenWished, 'scores'>,
  tens: number,
  ordering = ORDERING,
): number[][] {
  const between = (item: number): number =>
    (1 - ordering) * (start[item] as number) + ordering * (leaning[item] as number);
  return chooseTens({ ...asked, scores: leaning }, tens).map((ten) =>
    ten.toSorted((a, b) => between(b) - between(a) || a - b),
  );
}
