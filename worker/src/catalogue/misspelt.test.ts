// Which words are taken for one another.
import { expect, test } from 'vitest';
import { beginsAlike, meantBy, wantedDespiteMistakes } from './misspelt.ts';

test.each([
  ['serenade', 'serenade', 0, true],
  ['sernade', 'serenade', 1, true], // one letter is missing
  ['serrenade', 'serenade', 1, true], // one is too many
  ['seranade', 'serenade', 1, true], // one is another
  ['serneade', 'serenade', 1, true], // two changed places
  ['esrenade', 'serenade', 1, true], // the first two
  ['seran', 'serenade', 1, true], // typed so far
  ['saranada', 'serenade', 1, false], // three are others
  ['merenade', 'serenade', 1, false], // another first letter
])('%s for %s with %i mistakes: %s', (typed, word, most, is) => {
  expect(beginsAlike(typed, word, most)).toBe(is);
});

test('short words must be right, and a part of a word finds it', () => {
  const vocabulary = ['cat', 'car', 'serenade', 'melody'];
  expect(meantBy('cap', vocabulary)).toEqual([]);
  expect(meantBy('ren', vocabulary)).toEqual(['serenade']);
  expect(meantBy('melodi', vocabulary)).toEqual(['melody']);
});

test('every word of a query must stand for something', () => {
  const vocabulary = ['serenade', 'melody'];
  expect(wantedDespiteMistakes('Sernade mélodi', vocabulary)).toEqual([[[['serenade']]], [[['melody']]]]);
  expect(wantedDespiteMistakes('sernade zzzz', vocabulary)).toBe(null);
  expect(wantedDespiteMistakes('?!', vocabulary)).toBe(null);
});
