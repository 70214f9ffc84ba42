import { expect, test } from 'vitest';
import type { Counts } from './choice/choosing.ts';
import type { WhyMissed } from './wishes.ts';
import { whyMissed } from './why-missed.ts';

const none = new Set<number>();

// Items 0 to 5, of which 0, 1 and 2 have the concept; lists of four.
test.for<[string, Counts, Set<number>, WhyMissed]>([
  ['four of three', { least: 4, most: 4 }, none, 'too-few-items'],
  ['none, with three others for four places', { least: 0, most: 0 }, none, 'too-few-items'],
  ['three, of which one is left out', { least: 3, most: 4 }, new Set([1]), 'filtered'],
  ['one at most, with an other left out', { least: 0, most: 1 }, new Set([4]), 'filtered'],
  ['three, and all are there', { least: 3, most: 3 }, new Set([4]), 'against-another-wish'],
  ['one at most, and all are there', { least: 0, most: 1 }, new Set([0]), 'against-another-wish'],
])('%s', ([, counts, leftOut, why]) => {
  expect(whyMissed(counts, { own: new Set([0, 1, 2]), items: 6, length: 4, leftOut })).toBe(why);
});
