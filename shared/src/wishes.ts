// Wishes: what a person asks of a concept. A number is a strength, and changes scores; all others are about the person's own
// list, and are kept by a choice of items (`choice/`).
import { z } from 'zod';
import type { Counts } from './choice/choosing.ts';

/** A wish is about so many items, whatever the limit of a list: the first ten, and each ten after them. */
export const TEN = 10;

export const MOST_CONCEPTS = 50;
/** Wishes that are no strengths: the choice is exact over all combinations of them. */
export const MOST_LIST_WISHES = 10;

const conceptId = z.string().min(1).max(100);
const share = z.number().min(0).max(1);
const items = z.int().min(1).max(TEN);

export const strengthSchema = z.number().min(-1).max(1);

const TERMS = ['targetShare', 'more', 'less', 'atLeast', 'atMost'] as const;
type Term = (typeof TERMS)[number];

/** What an object may ask for. Shares are of the first ten, whole numbers are items. */
const fieldsSchema = z.strictObject({
  /** That share of the list, no more and no less. */
  targetShare: share.optional(),
  /** So many items more than the base list has. */
  more: items.optional(),
  /** So many items fewer than the base list has. */
  less: items.optional(),
  /** That share or more: acts only where the list has less. */
  atLeast: share.optional(),
  /** That share or less: acts only where the list has more. */
  atMost: share.optional(),
});

/** The fields that are set: one, where the wish was checked. */
const termsOf = (fields: z.infer<typeof fieldsSchema>): [Term, number][] =>
  TERMS.flatMap((term): [Term, number][] => {
    const value = fields[term];
    return value === undefined ? [] : [[term, value]];
  });

const termSchema = fieldsSchema.refine(
  (fields) => termsOf(fields).length === 1,
  `exactly one of ${TERMS.join(', ')}`,
);

/** `never` stands for none, at any depth of the list. */
export const listWishSchema = z.union([z.literal('never'), termSchema]);
export const wishSchema = z.union([strengthSchema, z.literal('never'), termSchema]);

/** Wishes as they are answered: nothing is refused there, so that fields can be added. */
const savedTermSchema = z.object({
  targetShare: z.number().optional(),
  more: z.int().optional(),
  less: z.int().optional(),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
});
export const savedListWishSchema = z.union([z.literal('never'), savedTermSchema]);
export const savedWishSchema = z.union([z.number(), z.literal('never'), savedTermSchema]);

export type ListWish = z.infer<typeof listWishSchema>;
export type Wish = z.infer<typeof wishSchema>;
/** Concept id → wish. */
export type Wishes = Readonly<Record<string, Wish>>;
export type ListWishes = Readonly<Record<string, ListWish>>;

export const isStrength = (wish: Wish): wish is number => typeof wish === 'number';

export const wishesSchema = z
  .record(conceptId, wishSchema)
  .refine((wishes) => Object.keys(wishes).length <= MOST_CONCEPTS, {
    message: `at most ${MOST_CONCEPTS} concepts can be steered at once`,
    abort: true,
  })
  .refine(hasFewListWishes, `at most ${MOST_LIST_WISHES} of the wishes can be other than strengths`);

export function hasFewListWishes(wishes: Wishes): boolean {
  return Object.values(wishes).filter((wish) => !isStrength(wish)).length <= MOST_LIST_WISHES;
}

/** Why a wish was not kept. */
export const WHY_MISSED = ['too-few-items', 'against-another-wish', 'filtered'] as const;
export type WhyMissed = (typeof WHY_MISSED)[number];

interface List {
  /** Items of the concept in the base list: this very request without wishes and without a preset. */
  base: number;
  /** Items that the list has, ten of them where that many are left. */
  count: number;
}

/**
 * The counts of a concept's items that meet a wish. A share that is no whole count is rounded toward the wish: up where it
 * raises, down where it lowers. `more` and `less` stop at all and at none.
 */
export function countsWished(wish: ListWish, { base, count }: List): Counts {
  if (wish === 'never') return { least: 0, most: 0 };
  const [set] = termsOf(wish);
  if (set === undefined) throw new TypeError(`this wish asks for nothing: ${JSON.stringify(wish)}`);
  const [term, value] = set;
  switch (term) {
    case 'targetShare': {
      const wanted = value * count;
      return exactly(wanted > base ? roundedUp(wanted) : roundedDown(wanted));
    }
    case 'more':
      return exactly(Math.min(count, base + value));
    case 'less':
      return exactly(Math.min(count, Math.max(0, base - value)));
    case 'atLeast':
      return { least: roundedUp(value * count), most: count };
    case 'atMost':
      return { least: 0, most: roundedDown(value * count) };
  }
}

const exactly = (count: number): Counts => ({ least: count, most: count });

/** A share times a count may miss the whole number that it means: .7 × 10 by binary fractions. */
const ROUNDING = 1e-9;
const roundedUp = (count: number): number => Math.ceil(count - ROUNDING);
const roundedDown = (count: number): number => Math.floor(count + ROUNDING);

/** Strengths, which change scores, apart from the wishes that a list is chosen for. */
export function apart(all: Wishes): { strengths: Record<string, number>; wishes: Record<string, ListWish> } {
  const strengths: Record<string, number> = {};
  const wishes: Record<string, ListWish> = {};
  for (const [concept, wish] of Object.entries(all)) {
    if (isStrength(wish)) strengths[concept] = wish;
    else wishes[concept] = wish;
  }
  return { strengths, wishes };
}
