// A phrase as its words, with where each stands, and the signs between them that part one wish from the next.
import { searchForm } from '../words.ts';

export interface Token {
  /** The word in search form, without apostrophes: "Children's" is "childrens". */
  word: string;
  /** Where it stands in the text, in UTF-16 units. */
  start: number;
  end: number;
  /** What parts it from the word before it. */
  before: Parting;
}

/** `joined` is a hyphen or a slash without blanks, `end` the end of a sentence. */
export type Parting = 'blank' | 'joined' | 'comma' | 'end';

/** Scripts without blanks between words give one token a letter. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;
const LETTER = String.raw`(?:(?!${UNSPACED})[\p{L}\p{M}\p{N}])`;
const WORD = new RegExp(
  String.raw`\d+%|(?<=^|[\s,;(])-(?=[\p{L}\p{N}])|${UNSPACED}\p{M}*|${LETTER}+(?:['’ʼ]${LETTER}+)*['’ʼ]?(?!${LETTER})|${LETTER}+|&`,
  'gu',
);

/** A hyphen before a word takes it out, as in a search: "-horror". */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let after = 0;
  for (const { 0: written, index } of text.matchAll(WORD)) {
    const word = written === '-' ? 'minus' : searchForm(written).replaceAll(/['’ʼ\s]/gu, '');
    if (word === '') continue;
    tokens.push({
      word,
      start: index,
      end: index + written.length,
      before: partingIn(text.slice(after, index)),
    });
    after = index + written.length;
  }
  return tokens;
}

function partingIn(between: string): Parting {
  // A plus before a word wants it, whatever was said before: "-horror +comedy".
  if (/\s\+$/u.test(between)) return 'end';
  if (/[.!?…;\n。！？]/u.test(between)) return 'end';
  if (/[,、，()[\]]|\s[-–—]+\s|—/u.test(between)) return 'comma';
  return /^[-–/‐‑+]+$/u.test(between) ? 'joined' : 'blank';
}
