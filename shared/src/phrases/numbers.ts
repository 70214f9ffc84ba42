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
  'half of': 0.5,
  'half the': 0.5,
  'one third': 1 / 3,
  'one quarter': 0.25,
};

/** @param isBounded whether "at least", "only" or the like stands before it @returns null where no number that can be a part of a list begins at `first` */
export function numberOf(
  tokens: readonly Token[],
  first: number,
  isBounded: boolean,
): { share: number; end: number } | null {
  const [word = '', next = ''] = [tokens[first]?.word, tokens[first + 1]?.word];
  const part = PARTS[`${word} ${next}`];
  if (part !== undefined) return { share: part, end: first + 2 };
  if (word === 'half') return { share: 0.5, end: first + 1 };
  const percent =
    /^(\d{1,3})%$/.exec(word)?.[1] ?? (/^\d{1,3}$/.test(word) && next === 'percent' ? word : undefined);
  if (percent !== undefined && Number(percent) <= 100) {
    return { share: Number(percent) / 100, end: first + (word.endsWith('%') ? 1 : 2) };
  }
  const count = /^\d{1,2}$/.test(word) ? Number(word) : COUNTS.indexOf(word);
  // "One" is a number only after what bounds it: else it is a pronoun.
  const least = word === 'one' && !isBounded ? 2 : 1;
  return count >= least && count <= TEN ? { share: count / TEN, end: first + 1 } : null;
}
