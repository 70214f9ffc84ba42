// What phrases ask for, over the concepts of a small model.
import { expect, test } from 'vitest';
import { judged, KINDS } from '../../testing/phrases/read-phrases.ts';
import { understandPhrase } from './understand.ts';
import { vocabularyOf, type Named } from './vocabulary.ts';

const attribute = (id: string, label: string, words?: string[]): Named => ({
  id,
  label,
  kind: 'attribute',
  words,
});

const vocabulary = vocabularyOf([
  attribute('genre:comedy', 'Comedy'),
  attribute('genre:horror', 'Horror'),
  attribute('genre:science-fiction', 'Science Fiction'),
  attribute('genre:children', "Children's"),
  attribute('tag:heist', 'Caper', ['robbery', 'long con']),
  attribute('genre:soul', 'Soul / Funk'),
  attribute('tag:the', 'The Others'),
  ...[1970, 1980, 1990, 2000].map((year) => attribute(`era:${year}s`, `${year}s`)),
]);

const wishesIn = (text: string): object => understandPhrase(text, vocabulary).wishes;
const [comedy, horror, scifi] = ['genre:comedy', 'genre:horror', 'genre:science-fiction'];

test.for([
  [
    'funny, from the seventies, not scary',
    { [comedy]: { more: 2 }, 'era:1970s': { more: 2 }, [horror]: { less: 4 } },
  ],
  ['no horror', { [horror]: 'never' }],
  ['horror-free comedies', { [horror]: 'never', [comedy]: { more: 2 } }],
  ['without horror, comedies or sci fi', { [horror]: 'never', [comedy]: 'never', [scifi]: 'never' }],
  [
    'no horror, funny and from the 80s',
    { [horror]: 'never', [comedy]: { more: 2 }, 'era:1980s': { more: 2 } },
  ],
  ['not scary but funny', { [horror]: { less: 4 }, [comedy]: { more: 2 } }],
  ['nothing too scary', { [horror]: { less: 2 } }],
  ['too much horror', { [horror]: { less: 2 } }],
  ['not enough horror', { [horror]: { more: 2 } }],
  ['unfunny', { [comedy]: { less: 4 } }],
  ['not without humour', { [comedy]: { more: 2 } }],
  ['a bit funny and very scary', { [comedy]: { more: 1 }, [horror]: { more: 4 } }],
  ['a lot less horror', { [horror]: { less: 4 } }],
  ['as scary as possible', { [horror]: { more: 4 } }],
  ['more funny than scary', { [comedy]: { more: 2 }, [horror]: { less: 2 } }],
  ['only funny seventies films', { [comedy]: { atLeast: 1 }, 'era:1970s': { atLeast: 1 } }],
  ['only comedies or horror', { [comedy]: { atLeast: 0.5 }, [horror]: { atLeast: 0.5 } }],
  ['horror only', { [horror]: { atLeast: 1 } }],
  ['not only comedies', { [comedy]: { more: 2 } }],
  [
    'at least three comedies, no more than two horror',
    { [comedy]: { atLeast: 0.3 }, [horror]: { atMost: 0.2 } },
  ],
  ['20% sci-fi', { [scifi]: { targetShare: 0.2 } }],
  ['between 1985 and the 90s', { 'era:1980s': { more: 1 }, 'era:1990s': { more: 1 } }],
  ['nothing before 1980', { 'era:1970s': 'never' }],
  ["the '80s", { 'era:1980s': { more: 2 } }],
  ['nineteen nineties', { 'era:1990s': { more: 2 } }],
  ['the noughties', { 'era:2000s': { more: 2 } }],
  ['since the 90s', { 'era:1990s': { more: 1 }, 'era:2000s': { more: 1 } }],
  ['for kids', { 'genre:children': { more: 2 } }],
  ['a long con', { 'tag:heist': { more: 2 } }],
  ['funk', { 'genre:soul': { more: 2 } }],
  ['scarry comedys', { [horror]: { more: 2 }, [comedy]: { more: 2 } }],
  ['comedy more, horror less', { [comedy]: { more: 2 }, [horror]: { less: 2 } }],
  ['no subtitles, funny', { [comedy]: { more: 2 } }],
  ['no gloomy horror', { [horror]: 'never' }],
  ['No, a comedy', { [comedy]: { more: 2 } }],
  ['-horror +comedy', { [horror]: 'never', [comedy]: { more: 2 } }],
  ['keep horror out, turn comedy down', { [horror]: 'never', [comedy]: { less: 2 } }],
  ['scary but not gory', { [horror]: { more: 2 } }],
  ['spooky but no horror', { [horror]: 'never' }],
  ['I love comedies', { [comedy]: { more: 2 } }],
  ['only one horror film', { [horror]: { atMost: 0.1 } }],
  ['nothing after 1995', { 'era:2000s': 'never' }],
  ['cosmic, honor, polite', {}],
  ['the others, as of the other', {}],
  ['the most of it', {}],
] as [string, object][])('%s', ([text, wishes]) => {
  expect(wishesIn(text)).toEqual(wishes);
});

test('words keep their place, and what is not understood is told', () => {
  expect(understandPhrase('Knitting; perhaps NOT Scary?', vocabulary)).toEqual({
    understood: [
      { words: 'NOT Scary', start: 18, end: 27, concept: horror, label: 'Horror', wish: { less: 4 } },
    ],
    notUnderstood: ['Knitting'],
    wishes: { [horror]: { less: 4 } },
  });
});

test('of what is said twice the last holds', () => {
  expect(wishesIn('more horror. On second thought, no horror')).toEqual({ [horror]: 'never' });
});

test.for(KINDS)('nine of ten phrases about %s become the wishes that they should', (kind) => {
  const found = judged(kind);
  expect(found.length).toBeGreaterThan(30);
  expect(found.filter(({ isRight }) => !isRight).length).toBeLessThan(found.length / 10);
});

test('any text is read without a fault, and what is quoted stands where it says', () => {
  const bits = [
    'no',
    'very',
    'horror',
    ' ',
    ', ',
    '-',
    '70s',
    'from',
    '"',
    '\u{1f47b}',
    'né',
    'than',
    '. ',
    'only',
    '3',
    '%',
    'ホラー',
    '+',
  ];
  let state = 1;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: next(20) }, () => bits[next(bits.length)]).join(
      next(2) === 0 ? ' ' : '',
    );
    for (const { words, start, end } of understandPhrase(text, vocabulary).understood) {
      expect(text.slice(start, end)).toBe(words);
    }
  }
});
