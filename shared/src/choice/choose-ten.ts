// The choice that keeps wishes: of all sets of ten that meet them, or miss them by the fewest items, the one whose scores
// have the largest total. It is exact, and never built item by item.
import { topK } from '../top-k.ts';
import type { Choosing, Counts, Owners } from './choosing.ts';
import { choosing, missOf } from './choosing.ts';
import { exchanged } from './exchange.ts';
import { searched } from './exact-search.ts';
import type { Candidates, MembershipClasses } from './membership-classes.ts';
import { membershipClasses } from './membership-classes.ts';
import { priced, unpriced } from './prices.ts';

export interface TenWished extends Candidates {
  memberships: readonly ReadonlySet<number>[];
  /** For each wish the counts of its concept's items that meet it. */
  wishes: readonly Counts[];
  /** How many are chosen, if so many are left; 10 unless told. */
  count?: number;
}

/**
 * The items with the largest total of scores among all sets that keep the wishes, or miss them by the fewest.
 *
 * @returns items in the order of their scores: `count` of them, or all that are left where these are fewer
 * @example chooseTen({ scores, memberships: [comedies], wishes: [{ least: 2, most: 10 }], excluded: new Set(history) })
 */
export function chooseTen(asked: TenWished): number[] {
  const [ten = []] = chooseTens(asked, 1); // none where nothing is left
  return ten;
}

/**
 * A list ten by ten: the first as `chooseTen` has it. Each later one has the counts of the first as long as items last, and
 * misses them by the fewest where they do not.
 *
 * @param tens how many; there are fewer where items end before
 */
export function chooseTens(
  { scores, memberships, wishes, excluded, count = 10 }: TenWished,
  tens: number,
): number[][] {
  const plain = topK(scores, count, excluded);
  const isMet = meets(wishes, countsIn(plain, memberships));
  if (isMet && tens === 1) return [plain];
  const classes = membershipClasses({ scores, memberships, excluded }, tens * count);
  const first = isMet ? plain : chosen(classes, wishes, count, scores);
  if (isMet) remove(classes, ownersOf(classes, plain));
  const kept = countsIn(first, memberships).map((held) => ({ least: held, most: held }));
  const list = [first];
  while (list.length < tens) {
    const next = chosen(classes, kept, count, scores);
    if (next.length === 0) break;
    list.push(next);
  }
  return list.filter(({ length }) => length > 0);
}

/** Items of each concept among those of a list. */
export const countsIn = (list: readonly number[], memberships: readonly ReadonlySet<number>[]): number[] =>
  memberships.map((own) => list.filter((item) => own.has(item)).length);

const meets = (wishes: readonly Counts[], counts: readonly number[]): boolean =>
  wishes.every((wish, at) => missOf(wish, counts[at] as number) === 0);

/** Takes the best choice out of the classes. */
function chosen(
  classes: MembershipClasses,
  wishes: readonly Counts[],
  count: number,
  scores: ArrayLike<number>,
): number[] {
  const left = classes.sizes.reduce((sum, size) => sum + size, 0);
  if (left === 0) return [];
  const owners = bestOwners(choosing(classes, wishes, Math.min(count, left)));
  const { items, depth } = classes;
  const taken = new Map<number, number>();
  const list = Array.from(owners, (owner) => {
    const place = taken.get(owner) ?? 0;
    taken.set(owner, place + 1);
    return items[owner * depth + place] as number;
  });
  remove(classes, taken);
  return list.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}

/** Steps towards better prices between two searches. */
const PRICING_STEPS = 60;
/** Steps of the first search, which doubles each time that it does not come to its end. */
const SEARCH_STEPS = 1000;

/** Prices alone nearly always prove a choice to be the best; where a gap is left, a search closes it. */
function bestOwners(choice: Choosing): Owners {
  const isBest = ({ bound, best }: typeof found): boolean => bound <= best.worth + choice.slack;
  let found = unpriced(choice);
  for (let most = SEARCH_STEPS; !isBest(found); most *= 2) {
    found = priced(choice, { ...found, best: exchanged(choice, found.best) }, PRICING_STEPS);
    if (isBest(found)) break;
    const { best, proved } = searched(choice, found, most);
    found = { ...found, best };
    if (proved) break;
  }
  return found.best.owners;
}

/** How many of the list's items are of each class, whose best ones they are. */
function ownersOf({ items, sizes, depth }: MembershipClasses, list: readonly number[]): Map<number, number> {
  const wanted = new Set(list);
  const taken = new Map<number, number>();
  sizes.forEach((size, owner) => {
    const own = items.subarray(owner * depth, owner * depth + Math.min(size, list.length));
    const held = own.filter((item) => wanted.has(item)).length;
    if (held > 0) taken.set(owner, held);
  });
  return taken;
}

/** Takes the best so many out of each class. */
function remove(
  { items, scores, sizes, depth }: MembershipClasses,
  taken: ReadonlyMap<number, number>,
): void {
  for (const [owner, held] of taken) {
    const [start, end] = [owner * depth, (owner + 1) * depth];
    items.copyWithin(start, start + held, end);
    scores.copyWithin(start, start + held, end);
    sizes[owner] = (sizes[owner] as number) - held;
  }
}
