// What minus and plus make of a wish: steps of one item of the first ten.
import type { Wish } from '@trimtab/shared/wishes.ts';
import { TEN } from '../state/wish-text.ts';
import { isStrength } from '../state/steering.ts';

export type Direction = 1 | -1;

const items = (share: number): number => Math.round(share * TEN);
const within = (count: number): number => Math.max(0, Math.min(TEN, count));

/**
 * @param base items of the concept in today's list; null where nobody has counted them yet
 * @returns null where the step leads back to today's list, and a wish that changes nothing where there is no further step
 */
export function stepped(wish: Wish | null, base: number | null, direction: Direction): Wish | null {
  if (wish === null || isStrength(wish)) return firstStep(base, direction);
  if (wish === 'never') return direction === 1 ? null : wish;
  if (wish.targetShare !== undefined) return counted(items(wish.targetShare) + direction, base);
  if (wish.more !== undefined) return changed(wish.more + direction);
  if (wish.less !== undefined) return changed(-wish.less + direction);
  if (wish.atLeast !== undefined) return { atLeast: within(items(wish.atLeast) + direction) / TEN };
  return { atMost: within(items(wish.atMost ?? 1) + direction) / TEN };
}

const firstStep = (base: number | null, direction: Direction): Wish | null =>
  base === null ? changed(direction) : counted(base + direction, base);

const counted = (count: number, base: number | null): Wish | null =>
  within(count) === base ? null : { targetShare: within(count) / TEN };

function changed(by: number): Wish | null {
  if (by === 0) return null;
  return by > 0 ? { more: Math.min(TEN, by) } : { less: Math.min(TEN, -by) };
}

/** Whether there is a step in that direction. */
export function canStep(wish: Wish | null, base: number | null, direction: Direction): boolean {
  if (wish === 'never') return direction === 1;
  if (wish === null || isStrength(wish)) return base === null || within(base + direction) !== base;
  return JSON.stringify(stepped(wish, base, direction)) !== JSON.stringify(wish);
}

/** Items that a wish asks for, where that is known before the answer. */
export function askedCount(wish: Wish | null, base: number | null): number | null {
  if (wish === null || isStrength(wish)) return null;
  if (wish === 'never') return 0;
  if (wish.targetShare !== undefined) return items(wish.targetShare);
  if (wish.more !== undefined) return base === null ? null : within(base + wish.more);
  if (wish.less !== undefined) return base === null ? null : within(base - wish.less);
  return null;
}
