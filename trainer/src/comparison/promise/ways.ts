// The ways of bringing a list to a share, at the same share: the default that is served, what lies between it and a plain
// choice, and the rivals.
import { chooseTen, countsIn } from '@trimtab/shared/choice/choose-ten.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { orderOf } from '@trimtab/shared/promise/kept-tens.ts';
import { leaningTo } from '@trimtab/shared/promise/lean.ts';
import { shareOf } from '@trimtab/shared/steering-shares.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import { editWidth, total } from '@trimtab/shared/steering-moves.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { leastBoost } from '../../steering/size-search.ts';
import type { Person } from '../../steering/people.ts';
import { steeredToShare } from '../targets.ts';
import { calibratedTen } from './calibrated.ts';
import { servedList, TEN } from './served-list.ts';
import { sizeNeeded } from './size-needed.ts';

/** λ of the points between the plain choice in its own order, λ = β = 0, and leaning as far as a boost does. */
export const LEANINGS = [0, 0.25, 0.375, 0.5, 0.75, 1] as const;
/** β: what an item of the wished concept gains in the order of its ten. */
export const PREFERENCES = [0, 0.1, 0.3, 0.5] as const;
/** What is served, by the functions and the constants that are. */
export const SERVED = 'wish';

export const frontierPoint = (leaning: number, preference: number): string => `λ=${leaning} β=${preference}`;

/** One person before one wish. */
export interface Case {
  person: Person;
  model: SteeringModel;
  concept: Concept;
  /** Unsteered scores ∈ [items] */
  base: ArrayLike<number>;
  /** Items of the concept that the list shall have. */
  wanted: number;
  /** P(item has the concept), by a classifier of item vectors. ∈ [items] */
  chances: ArrayLike<number>;
}

/** Lists by way, the wish kept in each of them but for some of `target`. */
export async function listsOf(asked: Case): Promise<Map<string, number[]>> {
  const served = await servedList([asked.concept], [exactly(asked)], asked.base, asked);
  const lists = new Map([[SERVED, served]]);
  for (const [way, list] of await frontierLists(asked)) lists.set(way, list);
  lists.set('boost', boosted(asked));
  lists.set('classifier', classified(asked));
  const { base: scores, person, wanted } = asked;
  const items = asked.model.itemsOf(asked.concept);
  lists.set('calibrated', calibratedTen({ scores, items, excluded: person.excluded, wanted, count: TEN }));
  lists.set('target', await targeted(asked));
  return lists;
}

const exactly = ({ wanted }: Pick<Case, 'wanted'>) => ({ least: wanted, most: wanted });

const askedOf = ({ model, concept, person, wanted }: Case) => ({
  memberships: [model.itemsOf(concept)],
  wishes: [exactly({ wanted })],
  excluded: person.excluded,
});

async function scoresUnder(
  moves: Awaited<ReturnType<typeof leaningTo>>,
  { model, person, base }: Case,
): Promise<ArrayLike<number>> {
  if (moves.length === 0) return base;
  const [scores = base] = await person.score([total(moves, editWidth(model))]);
  return scores;
}

/** By the least edit that reaches the share, as shares were met before ten items were chosen; some are not reached. */
async function targeted({ model, concept, person, base, wanted }: Case): Promise<number[]> {
  const raise = wanted / TEN - shareOf(base, model.itemsOf(concept), person.excluded);
  const { steered } = await steeredToShare(model, concept, person, raise);
  return topK(steered, TEN, person.excluded);
}

/** Scores are linear in the last state, so that every λ lies on the line through the first two. */
async function frontierLists(asked: Case): Promise<Map<string, number[]>> {
  const { model, person, concept, base } = asked;
  const wish = { concept, counts: exactly(asked) };
  const whole = await scoresUnder(
    await leaningTo([wish], topK(base, TEN, person.excluded), model, person, 1),
    asked,
  );
  const orders = PREFERENCES.map(
    (preference) => [preference, orderOf({ start: base }, askedOf(asked), preference)] as const,
  );
  const lists = new Map<string, number[]>();
  for (const leaning of LEANINGS) {
    const scores = scoredBy(base, (score, item) => score + leaning * ((whole[item] as number) - score));
    const set = chooseTen({ ...askedOf(asked), scores });
    for (const [preference, order] of orders) lists.set(frontierPoint(leaning, preference), order(set));
  }
  return lists;
}

/** The least constant that reaches the share, in the order that it gives. */
function boosted(asked: Case): number[] {
  const { base: scores, model, concept, person } = asked;
  const items = model.itemsOf(concept);
  const size = sizeNeeded(exactly(asked), items, { scores, count: TEN, excluded: person.excluded });
  const lifted = scoredBy(scores, (score, item) => score + (items.has(item) ? size : 0));
  return chooseTen({ ...askedOf(asked), scores: lifted });
}

/** The least multiple of the probabilities that reaches the share, in the order that it gives. */
function classified(asked: Case): number[] {
  const { base, chances, wanted, model, concept, person } = asked;
  const items = model.itemsOf(concept);
  const at = (size: number): Float32Array =>
    scoredBy(base, (score, item) => score + size * (chances[item] as number));
  const reaches = (scores: Float32Array): boolean => {
    const list = chooseTen({ scores, memberships: [], wishes: [], excluded: person.excluded });
    return (countsIn(list, [items])[0] as number) >= wanted;
  };
  const size = leastBoost((tried) => reaches(at(tried)));
  return chooseTen({ ...askedOf(asked), scores: at(size) });
}

/** A loop, since `from` with a function takes ten times as long, and this is done for each person, wish and way. */
function scoredBy(scores: ArrayLike<number>, of: (score: number, item: number) => number): Float32Array {
  const changed = new Float32Array(scores.length);
  for (let item = 0; item < changed.length; item++) changed[item] = of(scores[item] as number, item);
  return changed;
}
