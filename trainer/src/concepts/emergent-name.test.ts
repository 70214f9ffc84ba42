// Names over twelve items: six dark crimes of the nineties with a detective in the title, and six others.
import { expect, test } from 'vitest';
import { emergentName, LONGEST_NAME, nameScore } from './emergent-name.ts';

const ITEMS = Array.from({ length: 12 }, (_, item) => item);
const isCrime = (item: number): boolean => item < 6;

const catalogue = {
  ids: ITEMS.map(String),
  titles: ITEMS.map((item) =>
    isCrime(item) ? `The Detective of Street ${item} (1994)` : `Meadow ${item} (1974)`,
  ),
  attributes: ['Crime', 'Dark', '1990s', 'Everything'].map((label) => ({ id: label, label, kind: 'genre' })),
  // Crime is on two others, dark on three of the six and none else.
  itemAttributes: ITEMS.map((item) => [
    ...(isCrime(item) || item > 9 ? [0] : []),
    ...(item < 3 ? [1] : []),
    ...(isCrime(item) ? [2] : []),
    3,
  ]),
  counts: ITEMS.map(() => 1),
};
const options = {
  catalogue,
  items: [0, 1, 2, 3, 4, 5],
  among: ITEMS,
  sensitive: [],
  taken: new Set<string>(),
};

test('a name says what sets the items apart, and what tells more of them comes first', () => {
  // 1990s: 1·ln 2; crime: 1·ln(1.5); then among those of the nineties dark is as common as everywhere.
  expect(emergentName(options).label).toBe('1990s');
  const few = emergentName({ ...options, items: [0, 1, 2] });
  expect(few.label).toBe('Dark'); // ln 4
});

test('a sensitive attribute is left out of a name', () => {
  expect(emergentName({ ...options, sensitive: ['1990s'] }).label).toMatch(/^Crime/);
});

test('words of titles name what no attribute does', () => {
  const among = Array.from({ length: 30 }, (_, item) => item);
  const bare = {
    ids: among.map(String),
    titles: among.map((item) => (item < 6 ? `The Detective ${item}` : `Meadow ${item}`)),
    attributes: [],
    itemAttributes: among.map(() => []),
    counts: among.map(() => 1),
  };
  expect(emergentName({ ...options, catalogue: bare, among }).label).toBe('“Detective”');
});

test('a name that is taken, or nothing to go by, is told apart by one title, and never by two', () => {
  expect(emergentName({ ...options, taken: new Set(['1990s']) }).label).toBe(
    '1990s, like The Detective of Street 0',
  );
  const nothing = emergentName({ ...options, items: [0, 6, 7, 8], among: [0, 6, 7, 8] }).label;
  expect(nothing).toBe('Like The Detective of Street 0');
  const long = { ...catalogue, titles: catalogue.titles.map((title) => title.repeat(4)) };
  const cut = emergentName({ ...options, catalogue: long, taken: new Set(['1990s']) }).label;
  expect([cut.length <= LONGEST_NAME, cut.at(-1)]).toEqual([true, '…']);
});

test('a name is scored by how well its parts tell where the concept fires', () => {
  const name = emergentName(options);
  expect(nameScore(name, [4, 5, 6, 7], Float32Array.of(0, 0, 0, 0, 2, 2, 0, 0))).toBeCloseTo(1, 6);
  expect(nameScore(name, [4, 5, 6, 7], Float32Array.of(0, 0, 0, 0, 0, 0, 2, 2))).toBeCloseTo(-1, 6);
  expect(nameScore({ label: 'Like one', parts: [] }, [4, 5], new Float32Array(12))).toBe(0);
});
