// Words that somebody may have meant: those that hold what was typed, and those it is a few mistakes away from.
import { wordsOf, type Wanted } from '@trimtab/shared/words.ts';

/** Shorter words are too much like each other to be taken for one another. */
const SHORTEST = 4;
const LONG = 8;
/** Letters of which a word must be inside of another. */
const SHORTEST_PART = 3;
/** Of each word as many as a search can bear. */
const MOST_MEANT = 20;

const mistakesAllowed = ({ length }: string): number => (length < SHORTEST ? 0 : length < LONG ? 1 : 2);

/** Words of the vocabulary that `typed` may stand for, in the vocabulary's order. Both are in search form. */
export function meantBy(typed: string, vocabulary: Iterable<string>): string[] {
  const most = mistakesAllowed(typed);
  const meant: string[] = [];
  for (const word of vocabulary) {
    const isPart = typed.length >= SHORTEST_PART && word.includes(typed);
    if (isPart || (most > 0 && beginsAlike(typed, word, most))) meant.push(word);
    if (meant.length === MOST_MEANT) break;
  }
  return meant;
}

/** What a query wants, mistakes forgiven; null where a word of it stands for nothing. */
export function wantedDespiteMistakes(query: string, vocabulary: readonly string[]): Wanted | null {
  const typed = wordsOf(query);
  const wanted = typed.map((word) => meantBy(word, vocabulary).map((meant) => [[meant]]));
  return typed.length === 0 || wanted.some((choices) => choices.length === 0) ? null : wanted;
}

/**
 * Tells whether `typed` is at most so many mistakes away from a beginning of `word`. A letter too many, too few or another one is
 * a mistake, and so are two neighbours that changed places (optimal string alignment). The first letter must be right
 * or changed with its neighbour: few people miss it, and most words are passed over by it.
 */
export function beginsAlike(typed: string, word: string, most: number): boolean {
  if (typed[0] !== word[0] && typed[0] !== word[1]) return false;
  const width = Math.min(word.length, typed.length + most);
  let before: number[] = [];
  let above = Array.from({ length: width + 1 }, (_, at) => at);
  for (let row = 1; row <= typed.length; row++) {
    const current = [row];
    for (let column = 1; column <= width; column++) {
      const isSame = typed[row - 1] === word[column - 1];
      let cost = Math.min(
        (above[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (above[column - 1] as number) + (isSame ? 0 : 1),
      );
      const isSwapped = typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1];
      if (row > 1 && column > 1 && isSwapped) cost = Math.min(cost, (before[column - 2] as number) + 1);
      current.push(cost);
    }
    if (Math.min(...current) > most) return false;
    [before, above] = [above, current];
  }
  return Math.min(...above) <= most;
}
