// The baseline that needs no model to be followed: a boost of the items with a label, of the size that strength 1 has.
import { at, lookUp } from '@trimtab/shared/look-up.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';
import { logOdds } from '../../math/log-odds.ts';
import { leastBoost } from '../../steering/size-search.ts';
import { itemsOf, type Boost, type Side } from './side.ts';

/** Strength 1 changes the exposure by so many log-odds, as the calibration of concepts has it. */
const GAIN = 1;

/** Sizes of strength 1, towards and away. */
export interface BoostSizes {
  up: number;
  down: number;
}

interface Person {
  scores: Float32Array;
  excluded: Membership;
}

/** The sizes for each concept, by the exposure of its items among the people of a panel. */
export async function boostSizes(side: Side): Promise<Map<string, BoostSizes>> {
  const people: Person[] = [];
  await side.bench.score(
    undefined,
    (scores, { excluded }) => void people.push({ scores: scores.slice(), excluded }),
  );
  return new Map(
    [...side.concepts.keys()].map((id) => {
      const items = itemsOf(side, id);
      const base = exposure(people, items, 0);
      const sizeOf = (sign: 1 | -1): number =>
        leastBoost((size) => sign * (exposure(people, items, sign * size) - base) >= GAIN);
      return [id, { up: sizeOf(1), down: sizeOf(-1) }];
    }),
  );
}

/** Log-odds of a place in the first ten, the items' scores moved by `size`. */
function exposure(people: readonly Person[], items: ReadonlySet<number>, size: number): number {
  let taken = 0;
  for (const { scores, excluded } of people) {
    const moved = scores.slice();
    for (const item of items) moved[item] = at(moved, item) + size;
    taken += topK(moved, 10, excluded).filter((item) => items.has(item)).length;
  }
  const places = 10 * people.length;
  return logOdds(taken / places, places);
}

/** What a preset of strengths becomes as boosts; a concept that there is not boosts nothing. */
export function boostsOf(
  strengths: ReadonlyMap<string, number>,
  side: Pick<Side, 'concepts' | 'catalogue'>,
  sizes: ReadonlyMap<string, BoostSizes>,
): Boost[] {
  return [...strengths].flatMap(([id, strength]) => {
    if (!side.concepts.has(id)) return [];
    const { up, down } = lookUp(sizes, id);
    return [{ items: itemsOf(side, id), size: strength > 0 ? strength * up : strength * down }];
  });
}
