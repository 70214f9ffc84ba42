// Wishes drawn at random, alone, in pairs and in threes: how many are kept of those that can be.
import { countsIn } from '@trimtab/shared/choice/choose-ten.ts';
import type { Counts } from '@trimtab/shared/choice/choosing.ts';
import { missOf } from '@trimtab/shared/choice/choosing.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { baseScores } from '@trimtab/shared/gradient/personal.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';
import type { ListWish } from '@trimtab/shared/wishes.ts';
import { countsWished } from '@trimtab/shared/wishes.ts';
import { createRandom, type Random } from '../../math/random.ts';
import type { SteeringBench } from '../../steering/bench.ts';
import type { PeopleOptions, Person } from '../../steering/people.ts';
import { eachPerson } from '../../steering/people.ts';
import { servedList, TEN } from './served-list.ts';

/** Sets of wishes of each size, drawn for each person. */
const DRAWS = 3;
const SIZES = { single: 1, pairs: 2, triples: 3 } as const;

export interface KeptFigures {
  /** Sets of wishes that were asked for. */
  wishes: number;
  /** Those that some list of ten keeps whole. */
  keepable: number;
  /** Those that the list that is served keeps whole. */
  kept: number;
  /** Of those that no list keeps: a wish that none could keep even alone, or wishes that are each other's. */
  tooFewItems: number;
  againstAnother: number;
}

export type Kept = Record<keyof typeof SIZES, KeptFigures>;

export const noneKept = (): Kept => ({ single: none(), pairs: none(), triples: none() });

const none = (): KeptFigures => ({ wishes: 0, keepable: 0, kept: 0, tooFewItems: 0, againstAnother: 0 });

export interface KeptOptions extends Pick<PeopleOptions, 'decode'> {
  model: SteeringModel;
  concepts: readonly Concept[];
  seed: number;
}

/** Adds what came of the wishes drawn for each person of a bench at the hook `final`. */
export async function addKept(
  kept: Kept,
  bench: SteeringBench,
  { model, concepts, seed, decode }: KeptOptions,
  first: number,
): Promise<void> {
  await eachPerson(bench, { decode }, async (person) => {
    const random = createRandom(seed, `wishes of ${first + person.place}`);
    const scores = await baseScores(model, person);
    for (const [name, size] of Object.entries(SIZES)) {
      if (size > concepts.length) continue;
      for (let draw = 0; draw < DRAWS; draw++) {
        const asked = random.shuffle([...concepts]).slice(0, size);
        await addSet(kept[name as keyof typeof SIZES], asked, scores, { model, person, random });
      }
    }
  });
}

interface Drawing {
  model: SteeringModel;
  person: Person;
  random: Random;
}

async function addSet(
  figures: KeptFigures,
  concepts: readonly Concept[],
  scores: ArrayLike<number>,
  { model, person, random }: Drawing,
): Promise<void> {
  const memberships = concepts.map((concept) => model.itemsOf(concept));
  const ten = topK(scores, TEN, person.excluded);
  const held = countsIn(ten, memberships);
  const wishes = held.map((base) => countsWished(wishDrawn(random), { base, count: ten.length }));
  const list = await servedList(concepts, wishes, scores, { model, person });
  const items = scores.length;
  const can = (some: readonly number[]): boolean =>
    canBeKept(
      some.map((at) => wishes[at] as Counts),
      some.map((at) => memberships[at] as ReadonlySet<number>),
      { items, excluded: person.excluded, count: ten.length },
    );
  figures.wishes++;
  if (isKept(countsIn(list, memberships), wishes)) figures.kept++;
  if (can([...wishes.keys()])) figures.keepable++;
  else if (wishes.every((_, at) => can([at]))) figures.againstAnother++;
  else figures.tooFewItems++;
}

const TERMS = ['targetShare', 'more', 'less', 'atLeast', 'atMost', 'never'] as const;

function wishDrawn(random: Random): ListWish {
  const term = TERMS[random.integer(TERMS.length)] ?? 'never';
  if (term === 'never') return 'never';
  const value = term === 'more' || term === 'less' ? 1 + random.integer(5) : random.integer(11) / 10;
  return { [term]: value };
}

const isKept = (counts: readonly number[], wishes: readonly Counts[]): boolean =>
  counts.every((count, at) => missOf(wishes[at] as Counts, count) === 0);

/** Tells whether any list keeps all wishes, by trying how many it may have of each class of items: no scores, and no search for the best. */
export function canBeKept(
  wishes: readonly Counts[],
  memberships: readonly ReadonlySet<number>[],
  { items, excluded, count }: { items: number; excluded: Membership; count: number },
): boolean {
  const sizes = new Int32Array(2 ** wishes.length);
  for (let item = 0; item < items; item++) {
    if (excluded.has(item)) continue;
    const mask = memberships.reduce((bits, own, at) => (own.has(item) ? bits | (1 << at) : bits), 0);
    sizes[mask] = (sizes[mask] as number) + 1;
  }
  const counts = wishes.map(() => 0);
  const fill = (mask: number, left: number): boolean => {
    if (mask === sizes.length) return left === 0 && isKept(counts, wishes);
    for (let taken = 0; taken <= Math.min(left, sizes[mask] as number); taken++) {
      add(counts, mask, taken);
      const can = fill(mask + 1, left - taken);
      add(counts, mask, -taken);
      if (can) return true;
    }
    return false;
  };
  return fill(0, count);
}

function add(counts: number[], mask: number, items: number): void {
  for (let at = 0; at < counts.length; at++)
    if ((mask & (1 << at)) !== 0) counts[at] = (counts[at] as number) + items;
}
