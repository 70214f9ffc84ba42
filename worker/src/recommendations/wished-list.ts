// A list that keeps wishes, ten by ten, and what came of each of them.
import type { KeptWish } from '@trimtab/shared/api.ts';
import { missOf, type Counts } from '@trimtab/shared/choice/choosing.ts';
import { keptTens } from '@trimtab/shared/promise/kept-tens.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';
import { whyMissed } from '@trimtab/shared/why-missed.ts';
import { countsWished, TEN, type ListWish } from '@trimtab/shared/wishes.ts';
import type { Servable } from '../served.ts';
import { DIVERSE_POOL } from './diversify.ts';
import { rank } from './list.ts';

/** A wish for a concept that the model has. */
export interface Wished {
  concept: string;
  asked: ListWish;
  /** The items that have the concept. */
  items: ReadonlySet<number>;
}

interface WishedListOptions {
  wishes: readonly Wished[];
  /** With the strengths that were asked for, and leaning towards the wishes. ∈ [items] */
  steered: ArrayLike<number>;
  /** With the strengths alone. ∈ [items] */
  unwished: ArrayLike<number>;
  /** Without the steering and the preset. ∈ [items] */
  base: ArrayLike<number>;
  /** What an item gains in the order of its ten for each wish that wants more of it. */
  preference: number;
  /** How many items are wanted, those of earlier pages included. */
  count: number;
  /** Where the page begins. */
  offset: number;
  diversity: number;
  leftOut: Membership;
  /** What the list would leave out without wishes. */
  baseLeftOut: Membership;
}

export interface WishedList {
  /** Items, best first. */
  ranking: number[];
  /** What came of the wishes in the ten that the page begins in. */
  wishes: KeptWish[];
  /** Items that would stand in a later ten without the wishes. */
  broughtUp: ReadonlySet<number>;
}

export function wishedList(model: Servable, options: WishedListOptions): WishedList {
  const { count, offset, leftOut } = options;
  const leaning = diverseScores(model, options, options.steered);
  const start = diverseScores(model, options, options.unwished);
  const plain = topK(start, TEN * Math.ceil(count / TEN), leftOut);
  const wishes = countedWishes(model, options, Math.min(TEN, plain.length));
  // Items that shall never come are left out already, and take no part in the choice.
  const open = wishes.filter(({ asked }) => asked !== 'never');
  const tens = keptTens(
    { start, leaning, ten: plain.slice(0, TEN) },
    {
      memberships: open.map(({ items }) => items),
      wishes: open.map(({ counts }) => counts),
      excluded: leftOut,
    },
    Math.ceil(count / TEN),
    options.preference,
  );
  const shown = tens.at(Math.floor(offset / TEN)) ?? [];
  return {
    ranking: tens.flat(),
    wishes: wishes.map((wish) => kept(wish, shown, { model, options, length: Math.min(TEN, plain.length) })),
    broughtUp: new Set(tens.flatMap((ten, at) => lackedBy(plain.slice(0, TEN * (at + 1)), ten))),
  };
}

type CountedOptions = Pick<WishedListOptions, 'wishes' | 'base' | 'diversity' | 'baseLeftOut'>;

/** A wish in items of this person's list. */
export interface Measured extends Wished {
  base: number;
  counts: Counts;
}

/** @param length items of the list that the wishes are about */
export function countedWishes(
  model: Servable,
  { wishes, base: scores, diversity, baseLeftOut }: CountedOptions,
  length: number,
): Measured[] {
  const unsteered = rank(model, scores, { count: TEN, diversity, leftOut: baseLeftOut });
  return wishes.map((wish) => {
    const base = countIn(unsteered, wish.items);
    return { ...wish, base, counts: countsWished(wish.asked, { base, count: length }) };
  });
}

function kept(
  { concept, asked, items, base, counts }: Measured,
  shown: readonly number[],
  { model, options, length }: { model: Servable; options: WishedListOptions; length: number },
): KeptWish {
  const came = countIn(shown, items);
  if (missOf(counts, came) === 0) return { concept, asked, base, came, kept: true };
  const pool = { own: items, items: model.columns.items, length, leftOut: options.baseLeftOut };
  return { concept, asked, base, came, kept: false, why: whyMissed(counts, pool) };
}

const countIn = (list: readonly number[], items: ReadonlySet<number>): number =>
  list.filter((item) => items.has(item)).length;

function lackedBy(list: readonly number[], items: readonly number[]): number[] {
  const held = new Set(list);
  return items.filter((item) => !held.has(item));
}

/** No two places of a diverse list have the same score, so that the order of their scores is that of the list. */
const STEP = 1e-9;

/** Scores by which the best stand in the order that `diversity` gives them: each place keeps the score it has without. */
function diverseScores(
  model: Servable,
  { diversity, leftOut }: WishedListOptions,
  steered: ArrayLike<number>,
): ArrayLike<number> {
  if (diversity === 0) return steered;
  const pool = topK(steered, DIVERSE_POOL, leftOut);
  const scores = Float64Array.from(steered);
  let least = Infinity;
  rank(model, steered, { count: DIVERSE_POOL, diversity, leftOut }).forEach((item, place) => {
    const own = steered[pool[place] as number] as number;
    least = Math.min(own, least - STEP * (1 + Math.abs(own)));
    scores[item] = least;
  });
  return scores;
}
