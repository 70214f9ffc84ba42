// The words that stand for concepts: their labels, an operator's own words, and everyday words.
import type { Concept } from '../concepts.ts';
import { wordsOf } from '../words.ts';
import { decadeOfLabel } from './decades.ts';
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { isStopWord } from './markers.ts';
import { baseForms, lettersApart, lettersOf, slipsAllowed, slipsBetween } from './spelling.ts';

export type Named = Pick<Concept, 'id' | 'label' | 'kind'> & { words?: readonly string[] | undefined };

/** What words stand for. */
export interface Meaning {
  concepts: readonly Named[];
  /** `label` where they are its name, `words` where they only mean it. */
  by: 'label' | 'words';
}

export interface Vocabulary {
  /** Words joined without blanks → what they stand for: "scifi", "sci-fi" and "sci fi" are one. */
  meanings: ReadonlyMap<string, Meaning>;
  /** The same keys as they are compared with misspelt words, by their first letter. */
  spellings: ReadonlyMap<string, readonly Spelling[]>;
  /** The most words that a key has. */
  longest: number;
  /** First years of decades → the concept. */
  decades: ReadonlyMap<number, Named>;
}

interface Spelling {
  key: string;
  letters: number;
}

/** @param concepts the strongest first: of two that are called alike the first is meant */
export function vocabularyOf(concepts: readonly Named[]): Vocabulary {
  const meanings = new Map<string, Meaning>();
  let longest = 1;
  const learn = (name: string, meaning: Meaning): void => {
    const words = wordsOf(name);
    // A label of small words alone would match everywhere. "Feel-good" is no label, and of two.
    if (words.every(isStopWord) && (meaning.by === 'label' || words.length < 2)) return;
    const telling = words.filter((word) => !isStopWord(word));
    // "Coming of age" is said without its small words too; one word of several is another name.
    for (const form of telling.length > 1 ? [words, telling] : [words]) {
      const key = form.join('');
      if (!meanings.has(key)) meanings.set(key, meaning);
      longest = Math.max(longest, form.length);
    }
  };
  // What is learnt first stays.
  for (const concept of concepts) {
    for (const own of concept.words ?? []) learn(own, { concepts: [concept], by: 'words' });
  }
  for (const concept of concepts) learn(concept.label, { concepts: [concept], by: 'label' });
  const attributes = concepts.filter(({ kind }) => kind === 'attribute');
  for (const concept of attributes) {
    for (const name of [nameInId(concept.id), ...partsOf(concept.label)]) {
      learn(name, { concepts: [concept], by: 'label' });
    }
  }
  for (const [words, meant] of everydayMeanings(meanings)) learn(words, { concepts: meant, by: 'words' });
  learnSingulars(meanings);
  return {
    meanings,
    spellings: groupedByLetter([...meanings.keys()]),
    longest,
    decades: decadesOf(concepts),
  };
}

/** "genre:science-fiction" is known as "science fiction" too, whatever its label. */
const nameInId = (id: string): string => id.slice(id.indexOf(':') + 1);

/** "Action & Adventure" and "Soul/Funk" answer to each part. */
function partsOf(label: string): string[] {
  const parts = label.split(/\s*(?:[&/,]|\band\b)\s*/iu);
  return parts.length > 1 ? parts.filter((part) => part.length > 2) : [];
}

/** The words of the table, each with every concept that a row of it means. */
function everydayMeanings(meanings: ReadonlyMap<string, Meaning>): Map<string, Named[]> {
  const found = new Map<string, Named[]>();
  for (const { means, words } of EVERYDAY_WORDS) {
    const known = means.flatMap((name) => meanings.get(wordsOf(name).join('')) ?? []);
    const meant = known.find(({ by }) => by === 'label');
    if (meant === undefined) continue;
    for (const word of words.split(',')) {
      const before = found.get(word.trim()) ?? [];
      found.set(word.trim(), [...new Set([...before, ...meant.concepts])]);
    }
  }
  // Another name of a row stands for the concept that the model has in its place.
  for (const { means } of EVERYDAY_WORDS) {
    const meant = means
      .flatMap((name) => meanings.get(wordsOf(name).join('')) ?? [])
      .find(({ by }) => by === 'label');
    for (const name of meant === undefined ? [] : means) {
      if (!found.has(name)) found.set(name, [...(meant as Meaning).concepts]);
    }
  }
  return found;
}

/** "Thrillers" and "Children's" are found by one thriller, and one child, too. */
function learnSingulars(meanings: Map<string, Meaning>): void {
  for (const [key, meaning] of Array.from(meanings)) {
    if (!/[^s]s$/.test(key) || key.length < 5) continue;
    const singular = key.slice(0, -1);
    if (!meanings.has(singular) && !isStopWord(singular)) meanings.set(singular, meaning);
  }
}

function groupedByLetter(keys: readonly string[]): Map<string, Spelling[]> {
  const groups = new Map<string, Spelling[]>();
  for (const key of keys) {
    const letter = key.slice(0, 1);
    const group = groups.get(letter);
    const spelling = { key, letters: lettersOf(key) };
    if (group === undefined) groups.set(letter, [spelling]);
    else group.push(spelling);
  }
  return groups;
}

function decadesOf(concepts: readonly Named[]): Map<number, Named> {
  const decades = new Map<number, Named>();
  for (const concept of concepts) {
    const decade = decadeOfLabel(concept.label);
    if (decade !== null && !decades.has(decade)) decades.set(decade, concept);
  }
  return decades;
}

/** How words are compared with the known ones, the surest way first. */
export type Likeness = 'same' | 'inflected' | 'misspelt';

/** What words stand for, of one likeness. @param words joined, as they were written */
export function meaningOf(vocabulary: Vocabulary, words: string, how: Likeness): Meaning | undefined {
  const { meanings } = vocabulary;
  if (how === 'same') return meanings.get(words);
  if (how === 'inflected') return firstKnown(meanings, baseForms(words));
  const form = nearest(vocabulary, [words, ...baseForms(words)]);
  return form === undefined ? undefined : meanings.get(form);
}

/** The known key that is the fewest slips from one of the forms. */
function nearest({ spellings }: Vocabulary, forms: readonly string[]): string | undefined {
  let best: { key: string; slips: number } | undefined;
  for (const form of forms) {
    const letters = lettersOf(form);
    // A slip seldom hits the first letter, and another first letter is usually another word.
    for (const { key, letters: own } of spellings.get(form.slice(0, 1)) ?? []) {
      const most = Math.min(
        slipsAllowed(form.length),
        slipsAllowed(key.length),
        (best?.slips ?? Infinity) - 1,
      );
      if (most < 1 || Math.abs(form.length - key.length) > most || lettersApart(letters, own) > 2 * most)
        continue;
      const slips = slipsBetween(form, key, most);
      if (slips <= most) best = { key, slips };
    }
  }
  return best?.key;
}

function firstKnown(meanings: ReadonlyMap<string, Meaning>, forms: readonly string[]): Meaning | undefined {
  const form = forms.find((one) => meanings.has(one));
  return form === undefined ? undefined : meanings.get(form);
}
