// Items by what they count for: those that have the same of the wished-for concepts are one class, and of a class only the
// best can be chosen.
import type { Membership } from '../top-k.ts';

export interface MembershipClasses {
  /** Of each class: bit w is set where its items have the concept of wish w. ∈ [classes] */
  readonly masks: Int32Array;
  /** How many candidates each class has. ∈ [classes] */
  readonly sizes: Int32Array;
  /** Candidates of a class, best first; equal scores in the order of the items. ∈ [classes, depth] */
  readonly items: Int32Array;
  /** Their scores; -∞ behind the last. ∈ [classes, depth] */
  readonly scores: Float64Array;
  /** The most candidates that a class can have. */
  readonly depth: number;
}

export interface Candidates {
  /** ∈ [items]; an item whose score is no finite number is never chosen. */
  scores: ArrayLike<number>;
  /** For each wish the items that have its concept. */
  memberships: readonly Iterable<number>[];
  excluded?: Membership | undefined;
}

/** Tables over all masks stay small. */
export const MOST_MEMBERSHIPS = 10;

/**
 * @param depth how many of each class are kept
 * @throws RangeError for more memberships than a mask may have bits
 */
export function membershipClasses(
  { scores, memberships, excluded }: Candidates,
  depth: number,
): MembershipClasses {
  if (memberships.length > MOST_MEMBERSHIPS) {
    throw new RangeError(`at most ${MOST_MEMBERSHIPS} concepts can be counted, not ${memberships.length}`);
  }
  const masks = masksOf(scores.length, memberships);
  const lists = new BestOfEach(2 ** memberships.length, depth);
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item] as number;
    const mask = masks[item] as number;
    if (!(score > lists.leastOf(mask)) || score === Infinity || excluded?.has(item)) continue;
    lists.insert(mask, item, score);
  }
  return lists.filled();
}

function masksOf(items: number, memberships: readonly Iterable<number>[]): Uint16Array {
  const masks = new Uint16Array(items);
  memberships.forEach((membership, wish) => {
    const bit = 2 ** wish;
    for (const item of membership) masks[item] = (masks[item] as number) | bit;
  });
  return masks;
}

/** The best `depth` items of each mask. */
class BestOfEach {
  readonly #depth: number;
  /** What an item must exceed to enter. */
  readonly #least: Float64Array;
  readonly #sizes: Int32Array;
  readonly #items: Int32Array;
  readonly #scores: Float64Array;

  constructor(masks: number, depth: number) {
    this.#depth = depth;
    this.#least = new Float64Array(masks).fill(-Infinity);
    this.#sizes = new Int32Array(masks);
    this.#items = new Int32Array(masks * depth);
    this.#scores = new Float64Array(masks * depth).fill(-Infinity);
  }

  leastOf(mask: number): number {
    return this.#least[mask] as number;
  }

  insert(mask: number, item: number, score: number): void {
    const [scores, items, depth] = [this.#scores, this.#items, this.#depth];
    const start = mask * depth;
    const size = Math.min(depth, (this.#sizes[mask] as number) + 1);
    let at = start + size - 1;
    for (; at > start && (scores[at - 1] as number) < score; at--) {
      scores[at] = scores[at - 1] as number;
      items[at] = items[at - 1] as number;
    }
    scores[at] = score;
    items[at] = item;
    this.#sizes[mask] = size;
    if (size === depth) this.#least[mask] = scores[start + depth - 1] as number;
  }

  /** Classes that have an item. */
  filled(): MembershipClasses {
    const masks = Int32Array.from(this.#sizes.keys()).filter((mask) => this.#sizes[mask] !== 0);
    const depth = this.#depth;
    const items = new Int32Array(masks.length * depth);
    const scores = new Float64Array(masks.length * depth);
    masks.forEach((mask, at) => {
      items.set(this.#items.subarray(mask * depth, (mask + 1) * depth), at * depth);
      scores.set(this.#scores.subarray(mask * depth, (mask + 1) * depth), at * depth);
    });
    return { masks, sizes: masks.map((mask) => this.#sizes[mask] as number), items, scores, depth };
  }
}
