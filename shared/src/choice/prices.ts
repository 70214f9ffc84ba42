// Prices for wishes, by which a choice splits into items alone: what bounds every choice from above (Lagrangian relaxation).
import type { Chosen, Choosing, Counts, Owners } from './choosing.ts';
import { addTo, missesOf, sumsByMask } from './choosing.ts';

/**
 * With a price λ_w for each item that counts for wish w, no choice of n items is worth more than
 *
 *   L(λ) = Σ of the n largest (s_i + Σ_{w ∋ i} λ_w) + Σ_w max_c (-M·miss_w(c) - λ_w·c),  c from 0 to n
 *
 * because the true worth is that sum with one choice and its own counts in place of the maxima.
 */
export interface Priced {
  readonly prices: Float64Array;
  /** L(λ) */
  readonly bound: number;
  /** The best choice that came up on the way. */
  readonly best: Chosen;
}

/** Steps without a lower bound after which the next ones are half as long. */
const PATIENCE = 5;

/** Without prices: the best choice where there are no wishes. */
export function unpriced(choice: Choosing): Priced {
  const prices = new Float64Array(choice.wishes.length);
  const { owners, worth, bound } = relaxed(choice, prices);
  return { prices, bound, best: { owners, worth } };
}

/**
 * Prices by steps against the subgradient, the counts of the n largest less those that the maxima want, by Polyak's rule:
 * each as long as it would be if the bound were to fall to the best choice known.
 */
export function priced(choice: Choosing, start: Priced, steps: number): Priced {
  const { penalty, slack } = choice;
  let { prices, bound: lowest, best } = start;
  let current = prices;
  let [relaxation, stalled] = [1, 0];
  for (let step = 0; step < steps && lowest > best.worth + slack; step++) {
    const { owners, worth, bound, excess } = relaxed(choice, current);
    if (worth > best.worth) best = { owners, worth };
    stalled = bound < lowest - slack ? 0 : stalled + 1;
    if (bound < lowest) [prices, lowest] = [current, bound];
    if (stalled === PATIENCE) [relaxation, stalled] = [relaxation / 2, 0];
    let norm = 0;
    for (const value of excess) norm += value * value;
    if (norm === 0) break;
    const length = (relaxation * (bound - best.worth)) / norm;
    current = current.map((price, at) =>
      Math.max(-penalty, Math.min(penalty, price - length * (excess[at] as number))),
    );
  }
  return { prices, bound: lowest, best };
}

interface Relaxed extends Chosen {
  bound: number;
  /** By how much the counts of the n largest exceed what the maxima want. ∈ [wishes] */
  excess: Float64Array;
}

function relaxed(choice: Choosing, prices: Float64Array): Relaxed {
  const { classes, wishes, count, penalty } = choice;
  const bonuses = sumsByMask(prices);
  const { owners, largest } = largestAt(choice, bonuses);
  const excess = new Float64Array(wishes.length);
  let [bound, worth] = [0, 0];
  for (let place = 0; place < count; place++) {
    const mask = classes.masks[owners[place] as number] as number;
    bound += largest[place] as number;
    worth += (largest[place] as number) - (bonuses[mask] as number);
    addTo(excess, mask, 1);
  }
  worth -= penalty * missesOf(wishes, excess);
  for (let at = 0; at < wishes.length; at++) {
    const wish = wishes[at] as Counts;
    const price = prices[at] as number;
    // No price is above M, so that the worth of a count is greatest where the wish is met; without a price anywhere there.
    const counted = excess[at] as number;
    const free = Math.max(wish.least, Math.min(wish.most, counted));
    const wanted = price > 0 ? wish.least : price < 0 ? wish.most : free;
    bound += -price * wanted;
    excess[at] = counted - wanted;
  }
  return { owners, worth, bound, excess };
}

/** The `count` largest scores with what their masks add, and the classes that they are of. */
function largestAt(
  { classes: { masks, sizes, scores, depth }, count }: Choosing,
  bonuses: Float64Array,
): { owners: Owners; largest: Float64Array } {
  const largest = new Float64Array(count).fill(-Infinity);
  const owners = new Int32Array(count);
  let least = -Infinity;
  for (let at = 0; at < masks.length; at++) {
    const bonus = bonuses[masks[at] as number] as number;
    const start = at * depth;
    const end = start + (sizes[at] as number);
    for (let from = start; from < end; from++) {
      const value = (scores[from] as number) + bonus;
      if (!(value > least)) break;
      let place = count - 1;
      for (; place > 0 && (largest[place - 1] as number) < value; place--) {
        largest[place] = largest[place - 1] as number;
        owners[place] = owners[place - 1] as number;
      }
      largest[place] = value;
      owners[place] = at;
      least = largest[count - 1] as number;
    }
  }
  return { owners, largest };
}
