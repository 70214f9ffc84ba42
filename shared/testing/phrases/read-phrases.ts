// Phrases that people may write, what each should become, and how many do.
//
// A line is `phrase | concept:wish …`, the concept by its name in lower case with hyphens. Wishes: `bit`, `more` and `lots`
// are one, two or more, and four items more (in a period of several decades `more` is one of each); `less` is any number
// fewer; `only` is at least all; `never`, and `atLeast.3`, `atMost.1`, `targetShare.5`, as wishes are written.
import { understandPhrase } from '../../src/phrases/understand.ts';
import { vocabularyOf, type Named } from '../../src/phrases/vocabulary.ts';
import type { ListWish } from '../../src/wishes.ts';
import { BUILT_IN } from './built-in.ts';
import { FILMS } from './films.ts';
import { MUSIC } from './music.ts';

interface Phrase {
  text: string;
  /** Concept → what is asked of it. */
  expected: Record<string, string>;
}

function readPhrases(lines: string): Phrase[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [text = '', wishes = ''] = line.split(' | ');
      return {
        text: text.replace(/\s*\|$/, ''),
        expected: Object.fromEntries(wishes.split(/\s+/).flatMap(wishOf)),
      };
    });
}

const wishOf = (part: string): [string, string][] => {
  const [concept, wish] = part.split(':');
  return concept === undefined || wish === undefined ? [] : [[concept, wish]];
};

const named = (kind: string, labels: string): Named[] =>
  labels.split(', ').map((label) => ({ id: nameOf(`${kind}:${label}`), label, kind: 'attribute' }));

/** As ids are made of labels; only its part after the colon is written in the phrases. */
const nameOf = (label: string): string =>
  label
    .toLowerCase()
    .replaceAll(/[^a-z0-9:&]+/g, '-')
    .replaceAll(/-$/g, '');

const decades = (from: number, to: number): Named[] =>
  named('era', Array.from({ length: (to - from) / 10 + 1 }, (_, i) => `${from + 10 * i}s`).join(', '));

/** The concepts of models of each kind. */
const MODELS = {
  films: [
    ...named(
      'genre',
      'Action, Adventure, Animation, Comedy, Crime, Documentary, Drama, Fantasy, Film-Noir, Horror, Musical, Mystery, Romance, ' +
        'Sci-Fi, Thriller, War, Western',
    ),
    { id: 'genre:children', label: "Children's", kind: 'attribute' },
    ...decades(1920, 2000),
  ],
  music: [
    ...named(
      'genre',
      'Rock, Pop, Electronic, Hip-Hop, Metal, Punk, Jazz, Blues, Soul, Folk, Country, Classical, Indie, Ambient, R&B, Reggae, ' +
        'Funk, Latin, Dance',
    ),
    ...decades(1950, 2010),
  ],
  'built-in': [
    ...named(
      'genre',
      'Comedy, Romance, Musical, Animation, Fantasy, Adventure, Science Fiction, Horror, Mystery, Crime, Drama, Documentary',
    ),
    ...decades(1970, 2020),
    ...named('mood', 'Cosy, Dark, Dreamy, Epic, Hopeful, Melancholy, Playful, Tense'),
  ],
} satisfies Record<string, readonly Named[]>;

export const KINDS = ['films', 'music', 'built-in'] as const;

const PHRASES = { films: FILMS, music: MUSIC, 'built-in': BUILT_IN };

export interface Judged {
  text: string;
  /** Whether every wish is the expected one, and there is no other. */
  isRight: boolean;
  /** Whether all concepts are the expected ones, each raised where it should be, or lowered. */
  isRightWay: boolean;
  came: Record<string, string>;
  expected: Record<string, string>;
}

/** What becomes of each phrase of a kind. */
export function judged(kind: (typeof KINDS)[number]): Judged[] {
  const vocabulary = vocabularyOf(MODELS[kind]);
  return readPhrases(PHRASES[kind]).map(({ text, expected }) => {
    const { wishes } = understandPhrase(text, vocabulary);
    const found = Object.entries(wishes).map(([id, wish]) => [id.slice(id.indexOf(':') + 1), wish] as const);
    const names = new Set([...found.map(([name]) => name), ...Object.keys(expected)]);
    const byName = new Map(found);
    const all = (test: (wish: ListWish, wanted: string) => boolean): boolean =>
      [...names].every((name) => {
        const [wish, wanted] = [byName.get(name), expected[name]];
        return wish !== undefined && wanted !== undefined && test(wish, wanted);
      });
    return {
      text,
      isRight: all(isAsWanted),
      isRightWay: all((wish, wanted) => isRaising(wish) === !/^(?:less|never|atMost)/.test(wanted)),
      came: Object.fromEntries(found.map(([name, wish]) => [name, shown(wish)])),
      expected,
    };
  });
}

const isRaising = (wish: ListWish): boolean => wish !== 'never' && !('less' in wish) && !('atMost' in wish);

function shown(wish: ListWish): string {
  if (wish === 'never') return wish;
  const [[term, value] = ['nothing', 0]] = Object.entries(wish);
  return `${term} ${value}`;
}

function isAsWanted(wish: ListWish, wanted: string): boolean {
  if (wish === 'never' || wanted === 'never') return wish === wanted;
  switch (wanted) {
    case 'bit':
      return wish.more === 1;
    case 'more':
      return wish.more === 1 || wish.more === 2;
    case 'lots':
      return wish.more === 4;
    case 'less':
      return wish.less !== undefined;
    case 'only':
      return wish.atLeast === 1;
    default: {
      const [, term, value] = /^([a-zA-Z]+)(\.\d+)$/.exec(wanted) ?? [];
      return term !== undefined && shown(wish) === `${term} ${Number(value)}`;
    }
  }
}
