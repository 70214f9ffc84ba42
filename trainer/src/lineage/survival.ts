// Whether a concept still does what it did: correlation of its lifts, corrected for what the panel leaves uncertain.
import { spearman } from '../math/spearman.ts';
import { wilson } from '@trimtab/shared/wilson.ts';
import type { SurvivalReport, Survived } from '@trimtab/shared/lineage.ts';
import type { Halves } from './lift.ts';

/** A concept survives from this score on. */
export const SURVIVED = 0.9;
/** Below this score a concept is lost: another thing under its name would mislead whoever saved it. */
export const LOST = 0.5;
/** Items that are compared, the most shown first. */
const COMPARED = 1000;

/**
 * Items that tell whether a concept is the same: known to both versions, neither labels nor anchors of it, of which any
 * steering by label would keep, and of the half that nothing was fitted on. The most shown 1,000 of them.
 *
 * @param shown ∈ [items], NaN for an item that the old version lacks
 */
export function comparedItems(
  shown: Float32Array,
  half: ArrayLike<number>,
  own: ReadonlySet<number>,
): Int32Array {
  const open = Array.from(shown.keys()).filter(
    (item) => half[item] === 1 && !own.has(item) && !Number.isNaN(shown[item]),
  );
  open.sort((a, b) => (shown[b] as number) - (shown[a] as number) || a - b);
  return Int32Array.from(open.slice(0, COMPARED));
}

/**
 * ρ(old_B, new_B) / √(ρ(old_A, old_B)·ρ(new_A, new_B)), ρ Spearman's correlation over the items: the lifts are those of the
 * panel's half B, which nothing is fitted on, and each half is as far from its other half as noise makes it. At most 1;
 * 0 where a lift says nothing at all.
 */
export function survivalScore(old: Halves, now: Halves, items: Int32Array): number {
  // Items that came after a concept was born have no lift of its birth.
  const known = items.filter((item) => !Number.isNaN(old[0][item]));
  const on = (lift: Float32Array): Float32Array => Float32Array.from(known, (item) => lift[item] as number);
  const [oldA, oldB, newA, newB] = [on(old[0]), on(old[1]), on(now[0]), on(now[1])];
  const reliable = spearman(oldA, oldB) * spearman(newA, newB);
  if (!(reliable > 0)) return 0;
  return Math.max(-1, Math.min(1, spearman(oldB, newB) / Math.sqrt(reliable)));
}

export function survivedShare(fates: readonly { survived: boolean }[]): Survived {
  const survived = fates.filter((one) => one.survived).length;
  const { low, high } = wilson(survived, fates.length);
  return { concepts: fates.length, survived: survived / Math.max(1, fates.length), ciLow: low, ciHigh: high };
}

export function survivalReport(against: string, concepts: SurvivalReport['concepts']): SurvivalReport {
  const of = (kind: 'attribute' | 'emergent'): Survived =>
    survivedShare(concepts.filter((one) => one.kind === kind));
  return { against, bound: SURVIVED, attribute: of('attribute'), emergent: of('emergent'), concepts };
}
