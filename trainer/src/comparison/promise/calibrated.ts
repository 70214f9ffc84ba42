// Calibrated re-ranking (Steck, "Calibrated recommendations", RecSys 2018): a list whose shares come near to shares that
// are wanted, built item by item.
import { bestOf } from '@trimtab/shared/gradient/own-items.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';

/** α: what keeps a logarithm finite where a list has none of the concept's items yet, as in the paper. */
const SMOOTHING = 0.01;
/** λ: all but a thousandth of the weight lies on calibration, since the share is what was asked for. */
const WEIGHT = 0.999;

export interface CalibratedOptions {
  scores: ArrayLike<number>;
  items: ReadonlySet<number>;
  excluded: Membership;
  /** Items of the concept that the list shall have. */
  wanted: number;
  count: number;
}

/**
 * Picks next, again and again, the item with the largest (1 - λ)·Σ_{i ∈ list} s_i - λ·KL(p, q̃), with p the shares wanted of the
 * concept and of all else, and q̃ = (1 - α)·q + α·p those of the list so far.
 */
export function calibratedTen({ scores, items, excluded, wanted, count }: CalibratedOptions): number[] {
  const own = bestOf(items, count, scores, excluded);
  const others = topK(scores, count, { has: (item) => items.has(item) || excluded.has(item) });
  const share = wanted / count;
  const list: number[] = [];
  let held = 0;
  while (list.length < count) {
    const [mine, other] = [own[held], others[list.length - held]];
    if (mine === undefined && other === undefined) break;
    const worth = (item: number | undefined, taken: number): number =>
      item === undefined
        ? -Infinity
        : (1 - WEIGHT) * (scores[item] as number) - WEIGHT * divergence(share, taken / (list.length + 1));
    const takesOwn = worth(mine, held + 1) > worth(other, held);
    list.push((takesOwn ? mine : other) as number);
    if (takesOwn) held++;
  }
  return list;
}

/** KL(p, q̃) of two shares and what is left of each. */
function divergence(p: number, q: number): number {
  const smoothed = (1 - SMOOTHING) * q + SMOOTHING * p;
  return part(p, smoothed) + part(1 - p, 1 - smoothed);
}

const part = (wanted: number, got: number): number => (wanted > 0 ? wanted * Math.log(wanted / got) : 0);
