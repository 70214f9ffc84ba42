// Counts of ten and shares: "three comedies", "30%", "a third".
import { TEN } from '../wishes.ts';
import type { Token } from './tokens.ts';

const COUNTS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const PARTS: Readonly<Record<string, number>> = {
  'a quarter': 0.25,
  'a third': 1 / 3,
  'two thirds': 2 / 3,
  'three quarters': 0.75,
  'a fifth': 0.2,
};

/** @returns null where no number that can be a part of a list begins at `first` */
export function numberOf(tokens: readonly Token[], first: number): { share: number; end: number } | null {
  const [word = '', next = ''] = [tokens[first]?.word, tokens[first + 1]?.word];
  const part = PARTS[`${word} ${next}`];
  if (part !== undefined) return { share: part, end: first + 2 };
  const percent =
    /^(\d{1,3})%$/.exec(word)?.[1] ?? (/^\d{1,3}$/.test(word) && next === 'percent' ? word : undefined);
  if (percent !== undefined && Number(percent) <= 100) {
    return { share: Number(percent) / 100, end: first + (word.endsWith('%') ? 1 : 2) };
  }
  const count = /^\d{1,2}$/.test(word) ? Number(word) : COUNTS.indexOf(word);
  return count > 1 && count <= TEN ? { share: count / TEN, end: first + 1 } : null;
}
