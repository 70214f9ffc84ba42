// A phrase becomes wishes: what each understood word asks for, and what was not understood.
import { MOST_LIST_WISHES, type ListWish } from '../wishes.ts';
import { wishOf } from './intent.ts';
import { piecesOf } from './pieces.ts';
import { Reading, type Asked } from './reading.ts';
import { tokensOf, type Token } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface UnderstoodWords {
  /** As they were written, with the small words that say how much: "not scary". */
  words: string;
  /** Where they stand in the text, in UTF-16 units. */
  start: number;
  end: number;
  concept: string;
  label: string;
  wish: ListWish;
}

export interface UnderstoodPhrase {
  /** In the order of the text; words that mean two concepts are there twice. */
  understood: UnderstoodWords[];
  /** Words that could mean something and do not. */
  notUnderstood: string[];
  /** Concept id → wish, as a request takes them: of what is said twice the last, and at most ten. */
  wishes: Record<string, ListWish>;
}

/**
 * Finds the wishes in what a person wrote.
 *
 * @param text as a person wrote it
 * @example understandPhrase('funny, not scary', vocabulary).wishes // { 'genre:comedy': { more: 2 }, 'genre:horror': { less: 4 } }
 */
export function understandPhrase(text: string, vocabulary: Vocabulary): UnderstoodPhrase {
  const tokens = tokensOf(text);
  const pieces = piecesOf(tokens, vocabulary);
  const { asked, unknown } = new Reading(pieces, tokens, vocabulary).read();
  const all = asked.flatMap((one) => inWords(one, { text, tokens, parts: partsOf(one, asked) }));
  const understood = all.filter((one) => !isNuance(one, all));
  const missed = [
    ...all.filter((one) => !understood.includes(one)),
    ...unknown.map(({ first, end }) => ({
      words: writtenFrom(text, tokens, first, end),
      start: (tokens[first] as Token).start,
    })),
  ].sort((a, b) => a.start - b.start);
  const latest = new Map<string, ListWish>();
  for (const { concept, wish } of understood) latest.set(concept, wish);
  return {
    understood: understood.map(withoutSource),
    notUnderstood: missed.map(({ words }) => words),
    wishes: Object.fromEntries([...latest].slice(0, MOST_LIST_WISHES)),
  };
}

type Worded = UnderstoodWords & Pick<Asked, 'by'>;

const withoutSource = ({ words, start, end, concept, label, wish }: Worded): UnderstoodWords => ({
  words,
  start,
  end,
  concept,
  label,
  wish,
});

/**
 * "Scary but not gory" wants horror of a kind that the concept cannot tell: of two opposite wishes for one concept a name holds
 * against an everyday word, and of two everyday words the one that wants it.
 */
function isNuance(one: Worded, all: readonly Worded[]): boolean {
  const rest = all.filter(({ concept, start }) => concept === one.concept && start !== one.start);
  const against = rest.filter(({ wish }) => isDenial(wish) !== isDenial(one.wish));
  if (one.by === 'label' || against.length === 0) return false;
  return isDenial(one.wish) || against.some(({ by }) => by === 'label');
}

export const isDenial = (wish: ListWish): boolean => wish === 'never' || 'less' in wish || 'atMost' in wish;

/** "Only comedies or westerns" is five of each; "only funny seventies films" is ten that are both. */
function partsOf({ intent, concepts, group, isPeriod }: Asked, all: readonly Asked[]): number {
  const together = intent.share === null ? [] : all.filter((other) => other.group === group);
  return Math.max(1, together.length) * (isPeriod ? concepts.length : 1);
}

interface Written {
  text: string;
  tokens: readonly Token[];
  parts: number;
}

function inWords({ concepts, intent, first, end, by }: Asked, { text, tokens, parts }: Written): Worded[] {
  const [from, to] = [tokens[first] as Token, tokens[end - 1] as Token];
  return concepts.map(({ id, label }) => ({
    words: text.slice(from.start, to.end),
    start: from.start,
    end: to.end,
    concept: id,
    label,
    wish: wishOf(intent, parts),
    by,
  }));
}

const writtenFrom = (text: string, tokens: readonly Token[], first: number, end: number): string =>
  text.slice((tokens[first] as Token).start, (tokens[end - 1] as Token).end);
