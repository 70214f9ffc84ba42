// Maximal marginal relevance: a list in which each item adds something to those above it.

import { at } from '@trimtab/shared/look-up.ts';

/** The number of the best items that are reordered; what follows them keeps its order. Fixed, so that pages of a list fit together. */
export const DIVERSE_POOL = 200;

interface DiversifyOptions {
  /** ∈ [items] */
  scores: ArrayLike<number>;
  /** Attributes of an item. */
  attributesOf: (item: number) => Uint32Array;
  /** δ from 0, the order as it is, to 1, difference alone. */
  diversity: number;
  /** How many are wanted. */
  count: number;
}

/**
 * Maximal marginal relevance: it picks next, again and again, the item i with the largest
 * (1 - δ)·r_i - δ·max_{j picked} cos(a_i, a_j). r is the score scaled to 0…1 over the pool, and a the vector of
 * attributes. Ties go to the better score. Carbonell and Goldstein, "The use of MMR, diversity-based reranking for reordering documents", SIGIR 1998.
 *
 * @param ranking items, best first
 */
export function diversify(
  ranking: readonly number[],
  { scores, attributesOf, diversity, count }: DiversifyOptions,
): number[] {
  const left = ranking.slice(0, DIVERSE_POOL);
  const relevance = scaled(left, scores);
  const nearest = new Map(left.map((item) => [item, 0]));
  const picked: number[] = [];
  const worth = (item: number): number =>
    (1 - diversity) * (relevance.get(item) ?? 0) - diversity * (nearest.get(item) ?? 0);
  while (left.length > 0 && picked.length < count) {
    const place = bestPlace(left, worth);
    const [next = 0] = left.splice(place, 1);
    picked.push(next);
    for (const item of left) {
      const similarity = cosine(attributesOf(item), attributesOf(next));
      nearest.set(item, Math.max(nearest.get(item) ?? 0, similarity));
    }
  }
  return [...picked, ...ranking.slice(DIVERSE_POOL)].slice(0, count);
}

function bestPlace(items: readonly number[], worth: (item: number) => number): number {
  let [best, most] = [0, -Infinity];
  for (const [place, item] of items.entries()) {
    const value = worth(item);
    if (value > most) [best, most] = [place, value];
  }
  return best;
}

/** Scores of ranked items, the best 1 and the last 0; all 1 where they are the same. */
function scaled(ranking: readonly number[], scores: ArrayLike<number>): Map<number, number> {
  if (ranking.length === 0) return new Map();
  const [best, last] = [at(scores, at(ranking, 0)), at(scores, at(ranking, ranking.length - 1))];
  const span = best - last;
  return new Map(ranking.map((item) => [item, span > 0 ? (at(scores, item) - last) / span : 1]));
}

/** |A ∩ B| / √(|A|·|B|), the cosine of two sets' indicator vectors; 0 where one is empty. */
function cosine(a: Uint32Array, b: Uint32Array): number {
  if (a.length === 0 || b.length === 0) return 0;
  const both = a.filter((attribute) => b.includes(attribute)).length;
  return both / Math.sqrt(a.length * b.length);
}
