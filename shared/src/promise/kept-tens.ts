// The lists that keep wishes: ten items at a time, chosen by the scores that lean towards the wishes, and put in the order
// of the scores without wishes, but that what was wished for stands a little higher.
import type { TenWished } from '../choice/choose-ten.ts';
import { chooseTens } from '../choice/choose-ten.ts';
import { at } from '../look-up.ts';
import { topK } from '../top-k.ts';
import { sidesOf } from './sides.ts';

/** β: what an item of a wished concept gains in the order of its ten, in units of scores. Chosen on validation users. */
export const PREFERENCE = 0.3;

export interface LeaningScores {
  /** Without the wishes. ∈ [items] */
  start: ArrayLike<number>;
  /** Leaning towards them. ∈ [items] */
  leaning: ArrayLike<number>;
  /** The first ten of `start`, if they are known. */
  ten?: readonly number[];
}

type Asked = Omit<TenWished, 'scores'>;

/** Chosen by the leaning scores, ten by ten. Which items come does not depend on β. @param preference β */
export function keptTens(
  { start, leaning, ten }: LeaningScores,
  asked: Asked,
  tens: number,
  preference = PREFERENCE,
): number[][] {
  const order = orderOf({ start, ten }, asked, preference);
  return chooseTens({ ...asked, scores: leaning }, tens).map(order);
}

/**
 * The order of chosen items. An item gains β for each wish that wants more of it than the list without wishes has, and
 * loses β for each that wants less.
 *
 * @param start scores without the wishes ∈ [items], and their first ten, if they are known
 */
export function orderOf(
  { start, ten: plain }: { start: ArrayLike<number>; ten?: readonly number[] | undefined },
  { memberships, wishes, excluded, count = 10 }: Asked,
  preference: number,
): (ten: readonly number[]) => number[] {
  const sides = sidesOf(plain ?? topK(start, count, excluded), memberships, wishes);
  const wanted = (item: number): number =>
    memberships.reduce((sum, own, wish) => (own.has(item) ? sum + at(sides, wish) : sum), 0);
  return (ten) =>
    ten
      .map((item) => ({ item, score: at(start, item) + preference * wanted(item) }))
      .sort((a, b) => b.score - a.score || a.item - b.item)
      .map(({ item }) => item);
}
