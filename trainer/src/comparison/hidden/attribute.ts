// Hidden attribute: does a concept built without half of the labels also bring in the items whose labels it never saw?
import { createRandom } from '../../math/random.ts';
import { popularityStrata } from '../../ranking/popularity-strata.ts';
import type { SteeredLists } from '../../steering/bench.ts';
import { mean } from '../../math/mean.ts';
import { exposureGain } from '../../steering/exposure.ts';

export interface HiddenGain {
  /** Log-odds gain of the exposure of the hidden items, and of those whose labels were known. */
  hidden: number;
  known: number;
}

/** Two halves of the items, stratified by popularity: of each two neighbours, one goes to each. */
export function hideHalf(
  items: ReadonlySet<number>,
  counts: readonly number[],
  seed: number,
): { known: Set<number>; hidden: Set<number> } {
  const random = createRandom(seed, 'hidden attribute');
  const order = popularityStrata(counts, [...items]).flat();
  const [known, hidden] = [new Set<number>(), new Set<number>()];
  for (let i = 0; i < order.length; i += 2) {
    const pair = order.slice(i, i + 2);
    if (random.chance(0.5)) pair.reverse();
    pair.forEach((item, at) => (at === 0 ? known : hidden).add(item));
  }
  return { known, hidden };
}

export function gainsOf(
  base: Pick<SteeredLists, 'lists'>,
  steered: Pick<SteeredLists, 'lists'>,
  halves: { known: ReadonlySet<number>; hidden: ReadonlySet<number> },
): HiddenGain {
  const gain = (items: ReadonlySet<number>): number => exposureGain(base.lists, items)(steered.lists);
  return { hidden: gain(halves.hidden), known: gain(halves.known) };
}

/** Mean gain on hidden items over mean gain on known ones. */
export const hiddenRatio = (gains: readonly HiddenGain[]): number => {
  const known = mean(gains.map((gain) => gain.known));
  return known === 0 ? 0 : mean(gains.map((gain) => gain.hidden)) / known;
};
