import { expect, test } from 'vitest';
import { ANY, matching, sortOf } from './rows.ts';

const row = (id: string, label: string, labelScore: number) => ({
  id,
  label,
  labelScore,
  density: 0.1,
  safeRange: { min: -1, max: 1 },
  kind: id.startsWith('emergent') ? ('emergent' as const) : ('attribute' as const),
});

const rows = [
  row('genre:science-fiction', 'Science Fiction', 0.99),
  row('mood:dark', 'Düster', 0.7),
  row('emergent:1', 'Like Dark Star', 0.2),
];
const found = (filter: Partial<typeof ANY>): string[] =>
  matching(rows, { ...ANY, ...filter }).map(({ id }) => id);

test('words are found in any order, in parts, without accents, and in the id', () => {
  expect(found({ words: 'fict SCI' })).toEqual(['genre:science-fiction']);
  expect(found({ words: 'duster' })).toEqual(['mood:dark']);
  expect(found({ words: 'dark' })).toEqual(['mood:dark', 'emergent:1']);
  expect(found({})).toHaveLength(3);
});

test('a filter keeps those whose name is as sure, or of one sort', () => {
  expect(found({ trust: 'unsure' })).toEqual(['mood:dark']);
  expect(found({ trust: 'nameless' })).toEqual(['emergent:1']);
  expect(found({ sort: 'genre' })).toEqual(['genre:science-fiction']);
  expect(sortOf({ id: 'era:1990s' })).toBe('era');
});
