// The panel: fixed histories that versions are compared on. They are invented, so that no person's events lie in them.
import type { Dataset } from '../data/dataset.ts';
import { trainingHistory, userCount } from '../data/dataset.ts';
import type { Random } from '../math/random.ts';
import { createRandom } from '../math/random.ts';

export const PANEL_SIZE = 500;

/** Steps from one item to the next that fewer people than this took are never walked: they could tell of one of them. */
const LEAST_PEOPLE = 3;
/** Interactions that steps are counted over at most, whole people at a time. */
const MOST_COUNTED = 1_000_000;
const SHORTEST = 5;
const LONGEST = 50;
/** Chance that the next item is drawn by popularity alone. */
const ELSEWHERE = 0.15;
/** Draws of an item that was not had yet before the history ends. */
const TRIES = 20;

/**
 * Walks over the catalogue: a history begins with an item drawn by popularity, and goes on as people went on. Lengths are
 * drawn from those of people, between 5 and 50.
 *
 * @returns outside ids, oldest first, since the next version numbers its items anew
 */
export function syntheticPanel(data: Dataset, seed: number, size: number = PANEL_SIZE): string[][] {
  const random = createRandom(seed, 'panel');
  const users = random.shuffle(Array.from({ length: userCount(data) }, (_, user) => user));
  const lengths = users.map((user) => trainingHistory(data, user).length);
  const popular = drawBy(data.catalogue.counts.map((count, item) => [item, count]));
  const next = stepsOf(data, users);
  if (popular === null || lengths.length === 0) return [];
  return Array.from({ length: size }, (_, i) => {
    const length = Math.min(LONGEST, Math.max(SHORTEST, lengths[i % lengths.length] as number));
    return walk(random, { popular, next, length }).map((item) => data.catalogue.ids[item] as string);
  });
}

type Draw = (random: Random) => number;

function walk(
  random: Random,
  { popular, next, length }: { popular: Draw; next: ReadonlyMap<number, Draw>; length: number },
): number[] {
  const had = new Set<number>();
  let last = -1;
  for (let tries = 0; had.size < length && tries < TRIES * length; tries++) {
    const step = random.chance(ELSEWHERE) ? popular : (next.get(last) ?? popular);
    const item = step(random);
    if (had.has(item)) continue;
    had.add(item);
    last = item;
  }
  return [...had];
}

/** By item, what people went on to, by how many of them did. */
function stepsOf(data: Dataset, users: readonly number[]): Map<number, Draw> {
  const items = data.catalogue.ids.length;
  const taken = new Map<number, number>();
  let counted = 0;
  for (const user of users) {
    if (counted > MOST_COUNTED) break;
    const history = trainingHistory(data, user);
    const own = new Set<number>(); // whoever goes the same way twice is one person
    for (let i = 1; i < history.length; i++) {
      own.add((history[i - 1] as number) * items + (history[i] as number));
    }
    for (const step of own) taken.set(step, (taken.get(step) ?? 0) + 1);
    counted += history.length;
  }
  const byItem = new Map<number, [number, number][]>();
  for (const [step, people] of taken) {
    if (people < LEAST_PEOPLE) continue;
    const from = Math.floor(step / items);
    byItem.set(from, [...(byItem.get(from) ?? []), [step % items, people]]);
  }
  return new Map(
    [...byItem].flatMap(([from, choices]) => {
      const draw = drawBy(choices);
      return draw === null ? [] : [[from, draw] as const];
    }),
  );
}

/** Draws an item with a chance in proportion to its weight; nothing where no weight is above 0. */
function drawBy(weighted: readonly (readonly [item: number, weight: number])[]): Draw | null {
  const some = weighted.filter(([, weight]) => weight > 0);
  if (some.length === 0) return null;
  let sum = 0;
  const ends = some.map(([, weight]) => (sum += weight));
  return (random) => {
    const chance = random.next() * sum;
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) > chance) high = middle;
      else low = middle + 1;
    }
    return (some[low] as readonly [number, number])[0];
  };
}
