// A wish as the address holds it: `4of10`, `more2`, `less1`, `atleast3of10`, `atmost2of10`, `never`, or a strength such as `-0.5`.
import type { Wish } from '@trimtab/shared/wishes.ts';

/** The list that wishes are about. */
export const TEN = 10;

/** Six digits keep the shares of other clients as they were, without the tails of binary fractions. */
const short = (value: number): string => String(Number(value.toFixed(6)));

const ofTen = (share: number): string => `${short(share * TEN)}of${TEN}`;

export function wishText(wish: Wish): string {
  if (wish === 'never') return 'never';
  if (typeof wish === 'number') return short(wish);
  if (wish.targetShare !== undefined) return ofTen(wish.targetShare);
  if (wish.more !== undefined) return `more${wish.more}`;
  if (wish.less !== undefined) return `less${wish.less}`;
  if (wish.atLeast !== undefined) return `atleast${ofTen(wish.atLeast)}`;
  return `atmost${ofTen(wish.atMost ?? 1)}`;
}

const SHARE = /^(atleast|atmost|)(\d+(?:\.\d+)?)of10$/;
const CHANGE = /^(more|less)(\d+)$/;

/** @returns null for what is no wish: an address may have been cut or typed */
export function wishOfText(text: string): Wish | null {
  if (text === 'never') return 'never';
  const [, bound = '', items] = SHARE.exec(text) ?? [];
  if (items !== undefined) return wishOfShare(bound, Number(items) / TEN);
  const [, direction, count] = CHANGE.exec(text) ?? [];
  if (count !== undefined) return wishOfChange(direction === 'more' ? 'more' : 'less', Number(count));
  const strength = text === '' ? Number.NaN : Number(text);
  return strength >= -1 && strength <= 1 ? strength : null;
}

function wishOfShare(bound: string, share: number): Wish | null {
  if (share > 1) return null;
  if (bound === 'atleast') return { atLeast: share };
  return bound === 'atmost' ? { atMost: share } : { targetShare: share };
}

const wishOfChange = (direction: 'more' | 'less', count: number): Wish | null =>
  count < 1 || count > TEN ? null : direction === 'more' ? { more: count } : { less: count };
