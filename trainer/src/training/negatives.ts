// The items that a batch's targets are compared with when not all are.
import type { Random } from '../math/random.ts';

/**
 * `count` of the items 0 to items - 1 without repeats, each set as likely as any other (Floyd's algorithm, Bentley and
 * Floyd 1987).
 */
export function drawNegatives(items: number, count: number, random: Random): Int32Array {
  const drawn = new Set<number>();
  for (let last = items - count; last < items; last++) {
    const item = random.integer(last + 1);
    drawn.add(drawn.has(item) ? last : item);
  }
  return Int32Array.from(drawn);
}
