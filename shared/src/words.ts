// Text as it is searched: the same words in memory and in the item store, however people write them.

/** Letters that no decomposition of Unicode takes apart, as people without them on the keyboard type them. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
  ſ: 's',
  ς: 'σ',
  '&': ' and ',
};

const UNUSUAL = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/** Katakana from ァ to ヶ stand as far behind their hiragana. */
const KANA_DISTANCE = 0x60;

/**
 * Lower case without accents: "amelie" finds "Amélie", and "lodz" "Łódź". The marks of kana stay, since か and が are
 * two letters; katakana become hiragana, and forms of compatibility (ﬁ, Ｈ) their usual ones.
 */
export function searchForm(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/(?![\u3099\u309a])\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(UNUSUAL, (sign) => PLAIN[sign] ?? sign)
    .replaceAll(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - KANA_DISTANCE));
}

/** Letters of scripts that put no blanks between words: each counts as a word, so that any part can be found. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;

const WORD = new RegExp(String.raw`${UNSPACED}|(?:(?!${UNSPACED})[\p{L}\p{N}])+`, 'gu');
const IS_UNSPACED = new RegExp(UNSPACED, 'u');

/** Words in search form; what is neither letter nor digit parts them. */
export const wordsOf = (text: string): string[] => searchForm(text).match(WORD) ?? [];

/** What stands between blanks, in search form, as its words. */
const chunksOf = (text: string): string[][] =>
  searchForm(text)
    .split(/[\s\p{Cc}]+/u)
    .map((chunk) => chunk.match(WORD) ?? [])
    .filter((words) => words.length > 0);

/** "Spider-Man" is found as "spiderman" too, and "Ocean's" as "oceans": the words of a chunk written together. */
function joinedOf(words: readonly string[]): string | null {
  return words.length > 1 && !words.some((word) => IS_UNSPACED.test(word)) ? words.join('') : null;
}

/**
 * A title as it is stored to be searched: its words, then the joined ones. Each word has one blank before it, so that
 * a word that begins with x is where " x" is.
 */
export function searchText(title: string): string {
  const chunks = chunksOf(title);
  const joined = chunks.flatMap((words) => joinedOf(words) ?? []);
  return [...chunks.flat(), ...joined].map((word) => ` ${word}`).join('');
}

/** Words that follow each other, the last of which may go on. */
type Phrase = readonly string[];

/** What a query asks: of each part one of the choices, and of a choice every phrase. */
export type Wanted = readonly (readonly (readonly Phrase[])[])[];

/** @returns nothing wanted for a query without a letter or digit */
export function wantedBy(query: string): Wanted {
  return chunksOf(query).map((words) => {
    const joined = joinedOf(words);
    return joined === null ? [phrasesOf(words)] : [phrasesOf(words), [[joined]]];
  });
}

/** Letters of an unspaced script must follow each other as they were typed; other words may stand anywhere. */
function phrasesOf(words: readonly string[]): Phrase[] {
  const phrases: string[][] = [];
  let isRun = false;
  for (const word of words) {
    const isUnspaced = IS_UNSPACED.test(word);
    if (isUnspaced && isRun) phrases.at(-1)?.push(word);
    else phrases.push([word]);
    isRun = isUnspaced;
  }
  return phrases;
}

/** @param text as `searchText` makes it */
export const hasWanted = (text: string, wanted: Wanted): boolean =>
  wanted.every((choices) =>
    choices.some((phrases) => phrases.every((phrase) => text.includes(` ${phrase.join(' ')}`))),
  );

/** Tells whether a title begins with what was typed. @param text as `searchText` makes it */
export const beginsWith = (text: string, query: string): boolean => text.startsWith(beginningOf(query));

export const beginningOf = (query: string): string =>
  wordsOf(query)
    .map((word) => ` ${word}`)
    .join('');
