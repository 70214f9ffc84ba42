// A phrase in pieces: names of concepts, periods, small words that say how much, and words that are not understood.
import {
  LONGEST_GROUP,
  MARK_NEXT_ONLY,
  MARK_OF,
  PEOPLE,
  SILENT_WORDS,
  isStopWord,
  type Mark,
} from './markers.ts';
import { numberOf } from './numbers.ts';
import { periodAt } from './periods.ts';
import { slipsAllowed, slipsBetween } from './spelling.ts';
import type { Token } from './tokens.ts';
import { meaningOf, type Likeness, type Meaning, type Vocabulary } from './vocabulary.ts';

export type Said =
  | { is: 'named'; meaning: Meaning }
  /** Decades that the model knows, by their first years. */
  | { is: 'period'; years: readonly number[] }
  | { is: 'mark'; mark: Mark }
  /** A count or a share of the list. */
  | { is: 'number'; share: number }
  | { is: 'silent' }
  | { is: 'unknown' };

export type Piece = Said & {
  /** Its first token, and the one after its last. */
  first: number;
  end: number;
};

/** The pieces in order; each takes the longest run of words that is known. */
export function piecesOf(tokens: readonly Token[], vocabulary: Vocabulary): Piece[] {
  const pieces: Piece[] = [];
  for (let first = 0; first < tokens.length;) {
    const found = pieceAt({ tokens, vocabulary, first, before: pieces.at(-1) });
    pieces.push(...found);
    first = (found.at(-1) as Piece).end;
  }
  return pieces;
}

interface Place {
  tokens: readonly Token[];
  vocabulary: Vocabulary;
  first: number;
  before: Piece | undefined;
}

function pieceAt(place: Place): Piece[] {
  const { first } = place;
  if (isSuffix(place)) return [{ is: 'mark', mark: { is: 'after', asks: 'never' }, first, end: first + 1 }];
  const exact = [named(place, 'same'), period(place), number(place), small(place)]
    .flatMap((piece) => piece ?? [])
    .sort((a, b) => b.end - a.end);
  const [longest] = exact;
  if (longest !== undefined) return [isDoing(place, longest) ? { ...longest, is: 'silent' } : longest];
  const inflected = named(place, 'inflected');
  if (inflected !== null) return [inflected];
  const denied = withoutPrefix(place);
  if (denied !== null) return denied;
  return [named(place, 'misspelt') ?? misspeltMark(place) ?? { is: 'unknown', first, end: first + 1 }];
}

/** The words from `first` to before `end`, joined; null where the phrase is parted between them. */
function joined({ tokens, first }: Place, end: number): string | null {
  if (end > tokens.length) return null;
  const run = tokens.slice(first, end);
  const isOne = run.every(({ before }, i) => i === 0 || before === 'blank' || before === 'joined');
  return isOne ? run.map(({ word }) => word).join('') : null;
}

/** Runs from the longest to one word that read together say something. */
function longestRun<Found>(place: Place, most: number, read: (words: string, end: number) => Found | null) {
  for (let length = most; length > 0; length--) {
    const words = joined(place, place.first + length);
    const found = words === null ? null : read(words, place.first + length);
    if (found !== null) return { found, end: place.first + length };
  }
  return null;
}

/** A run may be one word longer than any name: people part what is one word ("block buster"). */
const ONE_MORE = 1;

function named(place: Place, how: Likeness): Piece | null {
  const { tokens, vocabulary, first } = place;
  const run = longestRun(place, vocabulary.longest + ONE_MORE, (words, end) => {
    const within = tokens.slice(first, end).map(({ word }) => word);
    // A small word alone names nothing, and no slip turns one into a name.
    if (within.every(isStopWord) && (how !== 'same' || within.length < 2)) return null;
    if (how !== 'same' && (isStopWord(within[0] as string) || isStopWord(within.at(-1) as string)))
      return null;
    const telling = within.filter((word) => !isStopWord(word));
    const meaning = meaningOf(vocabulary, words, how);
    if (meaning !== undefined || telling.length < 2 || isStopWord(within.at(-1) as string))
      return meaning ?? null;
    return isStopWord(within[0] as string) ? null : (meaningOf(vocabulary, telling.join(''), how) ?? null);
  });
  return run && { is: 'named', meaning: run.found, first, end: run.end };
}

function period({ tokens, vocabulary, first }: Place): Piece | null {
  const found = periodAt(tokens, first, [...vocabulary.decades.keys()]);
  return found && { is: 'period', years: found.years, first, end: found.end };
}

function number({ tokens, first, before }: Place): Piece | null {
  const isBounded = before?.is === 'mark' && ['bound', 'share'].includes(before.mark.is);
  const found = numberOf(tokens, first, isBounded);
  return found && { is: 'number', share: found.share, first, end: found.end };
}

/** Groups are told apart by their blanks: "no more" is one, and "nomore" none. */
function small(place: Place): Piece | null {
  const { tokens, first } = place;
  for (let length = LONGEST_GROUP; length > 0; length--) {
    if (joined(place, first + length) === null) continue;
    const end = first + length;
    const group = tokens
      .slice(first, end)
      .map(({ word }) => word)
      .join(' ');
    const mark = MARK_OF.get(group);
    const isMeant = mark !== undefined && !(MARK_NEXT_ONLY.has(group) && !isNamedAt(place, end));
    if (isMeant) return { is: 'mark', mark, first, end };
    if (SILENT_WORDS.has(group)) return { is: 'silent', first, end };
  }
  return null;
}

function isNamedAt(place: Place, first: number): boolean {
  const { tokens } = place;
  if (first >= tokens.length || isStopWord((tokens[first] as Token).word)) return false;
  const next = { ...place, first };
  return (
    (named(next, 'same') ?? period(next) ?? named(next, 'inflected') ?? named(next, 'misspelt')) !== null
  );
}

/** "Horror-free". */
const isSuffix = ({ tokens, first }: Place): boolean =>
  tokens[first]?.word === 'free' && tokens[first]?.before === 'joined';

/** "I love comedies" asks for no love stories, nor does "love comedies". */
function isDoing(place: Place, piece: Piece): boolean {
  const { tokens, first } = place;
  const { word, before } = tokens[first] as Token;
  if (piece.is !== 'named' || piece.end !== first + 1 || !['love', 'loves', 'fancy'].includes(word))
    return false;
  const isFirst = first === 0 || before === 'comma' || before === 'end';
  return PEOPLE.has(tokens[first - 1]?.word ?? '') || (isFirst && isNamedAt(place, first + 1));
}

/** "Unfunny" and "nonviolent" deny what follows. */
function withoutPrefix(place: Place): Piece[] | null {
  const { tokens, vocabulary, first } = place;
  const [, rest] = /^(?:un|non|anti)(.{3,})$/.exec((tokens[first] as Token).word) ?? [];
  const meaning =
    rest === undefined
      ? undefined
      : (meaningOf(vocabulary, rest, 'same') ?? meaningOf(vocabulary, rest, 'inflected'));
  if (meaning === undefined) return null;
  return [
    { is: 'mark', mark: { is: 'negation', asks: 'less', reach: 'word' }, first, end: first },
    { is: 'named', meaning, first, end: first + 1 },
  ];
}

const SHORTEST_MARK = 6;

function misspeltMark({ tokens, first }: Place): Piece | null {
  const { word } = tokens[first] as Token;
  if (word.length < SHORTEST_MARK) return null;
  const most = slipsAllowed(word.length);
  for (const [group, mark] of MARK_OF) {
    const isNear =
      group.length >= SHORTEST_MARK && !group.includes(' ') && slipsBetween(word, group, most) <= most;
    if (isNear && group.startsWith(word.slice(0, 1))) return { is: 'mark', mark, first, end: first + 1 };
  }
  return null;
}
