// The best choice, by a search through all of them that leaves out only what prices prove to be no better.
import type { Chosen, Choosing } from './choosing.ts';
import { addTo, missesOf, missOf, sumsByMask } from './choosing.ts';
import type { MembershipClasses } from './membership-classes.ts';
import type { Priced } from './prices.ts';

export interface Searched {
  best: Chosen;
  /** Whether the search came to its end: then nothing is better. */
  proved: boolean;
  steps: number;
}

/** @param most steps after which the search gives up */
export function searched(choice: Choosing, { prices, best: start }: Priced, most: number): Searched {
  const { classes, count, wishes, penalty, slack } = choice;
  const { masks, sizes, scores, depth } = classes;
  const width = count + 1;
  const bonuses = sumsByMask(prices);
  const order = inOrder(classes, bonuses);
  const bounds = suffixBounds(choice, order, bonuses);
  const holds = holdBounds(choice, prices);
  const within = suffixCounts(choice, order);
  const counts = new Int32Array(wishes.length);
  const owners = new Int32Array(count);
  let best = start;
  let steps = 0;

  /** The most that the wishes' part of the bound can come to with `left` items of the classes from `from` on. */
  const hold = (from: number, left: number): number => {
    let sum = 0;
    for (let wish = 0; wish < wishes.length; wish++) {
      const more = Math.min(left, within[from * wishes.length + wish] as number);
      sum += holds[(wish * width + (counts[wish] as number)) * width + more] as number;
    }
    return sum;
  };
  const search = (from: number, left: number, total: number): void => {
    if (left === 0) {
      const worth = total - penalty * missesOf(wishes, counts);
      if (worth > best.worth + slack) best = { owners: owners.slice(), worth };
      return;
    }
    const held = hold(from, left);
    for (let at = from; at < order.length; at++) {
      if (total + (bounds[at * width + left] as number) + held <= best.worth + slack) return;
      const owner = order[at] as number;
      const mask = masks[owner] as number;
      const room = Math.min(left, sizes[owner] as number);
      let sum = total;
      let taken = 0;
      while (taken < room && steps < most) {
        sum += scores[owner * depth + taken] as number;
        owners[count - left + taken] = owner;
        taken++;
        addTo(counts, mask, 1);
        steps++;
        const rest = left - taken;
        const bound = sum + (bounds[(at + 1) * width + rest] as number) + hold(at + 1, rest);
        if (bound > best.worth + slack) search(at + 1, rest, sum);
      }
      addTo(counts, mask, -taken);
    }
  };
  search(0, count, 0);
  return { best, proved: steps < most, steps };
}

/** Classes, those with the best item at these prices first. */
function inOrder({ masks, scores, depth }: MembershipClasses, bonuses: Float64Array): Int32Array {
  const heads = Float64Array.from(
    masks,
    (mask, at) => (scores[at * depth] as number) + (bonuses[mask] as number),
  );
  return Int32Array.from(heads.keys()).sort((a, b) => (heads[b] as number) - (heads[a] as number) || a - b);
}

/** The sum of the r largest priced scores of the classes from the k-th on; -∞ where there are fewer. ∈ [classes + 1, count + 1] */
function suffixBounds({ classes, count }: Choosing, order: Int32Array, bonuses: Float64Array): Float64Array {
  const { masks, sizes, scores, depth } = classes;
  const width = count + 1;
  const bounds = new Float64Array((order.length + 1) * width).fill(-Infinity);
  bounds[order.length * width] = 0;
  const largest = new Float64Array(count).fill(-Infinity);
  for (let at = order.length - 1; at >= 0; at--) {
    const owner = order[at] as number;
    const bonus = bonuses[masks[owner] as number] as number;
    for (let from = owner * depth; from < owner * depth + (sizes[owner] as number); from++) {
      const value = (scores[from] as number) + bonus;
      if (value <= (largest[count - 1] as number)) break;
      let place = count - 1;
      for (; place > 0 && (largest[place - 1] as number) < value; place--)
        largest[place] = largest[place - 1] as number;
      largest[place] = value;
    }
    let sum = 0;
    bounds[at * width] = 0;
    for (let r = 0; r < count; r++) bounds[at * width + r + 1] = sum += largest[r] as number;
  }
  return bounds;
}

/** For each wish, a count so far c and d items to come: max_{e ≤ d} (-M·miss(c + e) - λ·e). ∈ [wishes, count + 1, count + 1] */
function holdBounds({ wishes, count, penalty }: Choosing, prices: Float64Array): Float64Array {
  const width = count + 1;
  const holds = new Float64Array(wishes.length * width * width);
  wishes.forEach((wish, at) => {
    for (let c = 0; c < width; c++) {
      let most = -Infinity;
      for (let more = 0; more < width; more++) {
        most = Math.max(most, -penalty * missOf(wish, c + more) - (prices[at] as number) * more);
        holds[(at * width + c) * width + more] = most;
      }
    }
  });
  return holds;
}

/** Candidates for each wish in the classes from the k-th on. ∈ [classes + 1, wishes] */
function suffixCounts({ classes, wishes }: Choosing, order: Int32Array): Int32Array {
  const { length } = wishes;
  const counts = new Int32Array((order.length + 1) * length);
  for (let at = order.length - 1; at >= 0; at--) {
    const owner = order[at] as number;
    const row = counts.subarray(at * length, (at + 1) * length);
    row.set(counts.subarray((at + 1) * length, (at + 2) * length));
    addTo(row, classes.masks[owner] as number, classes.sizes[owner] as number);
  }
  return counts;
}
