// The search by itself: whatever prices it is given, and however bad the choice it starts from, it ends with the best.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { choosing } from './choosing.ts';
import { searched } from './exact-search.ts';
import { membershipClasses } from './membership-classes.ts';
import { priced, unpriced } from './prices.ts';

const ITEMS = 9;
const COUNT = 4;
const number = fc.double({ min: -4, max: 4, noNaN: true });

const problems = fc.record({
  scores: fc.array(number, { minLength: ITEMS, maxLength: ITEMS }),
  masks: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: ITEMS, maxLength: ITEMS }),
  wanted: fc.array(fc.integer({ min: 0, max: COUNT }), { minLength: 3, maxLength: 3 }),
  prices: fc.array(number, { minLength: 3, maxLength: 3 }),
});

interface Asked {
  scores: number[];
  masks: number[];
  wanted: number[];
}

const choiceOf = ({ scores, masks, wanted }: Asked) => {
  const memberships = [1, 2, 4].map((bit) => masks.flatMap((mask, item) => (mask & bit ? item : [])));
  const wishes = wanted.map((count) => ({ least: count, most: count }));
  return choosing(membershipClasses({ scores, memberships }, COUNT), wishes, COUNT);
};

/** The best worth of all 126 sets. */
function bestOfAll({ scores, masks, wanted }: Asked, penalty: number): number {
  let best = -Infinity;
  for (let chosen = 0; chosen < 2 ** ITEMS; chosen++) {
    const list = scores.flatMap((_, item) => ((chosen >> item) & 1 ? item : []));
    if (list.length !== COUNT) continue;
    const misses = wanted.map((count, wish) =>
      Math.abs(count - list.filter((item) => ((masks[item] as number) >> wish) & 1).length),
    );
    const total = list.reduce((sum, item) => sum + (scores[item] as number), 0);
    best = Math.max(best, total - penalty * misses.reduce((sum, miss) => sum + miss, 0));
  }
  return best;
}

test('a search that comes to its end has the best choice', () => {
  fc.assert(
    fc.property(problems, (asked) => {
      const choice = choiceOf(asked);
      const nothing = { owners: new Int32Array(COUNT), worth: -Infinity };
      const start = { prices: Float64Array.from(asked.prices), bound: Infinity, best: nothing };
      const { best, proved } = searched(choice, start, 1e6);
      expect(proved).toBe(true);
      expect(best.worth).toBeCloseTo(bestOfAll(asked, choice.penalty), 9);
    }),
    { numRuns: 200, seed: 3 },
  );
});

test('a search that stops early says so, and keeps what it began with', () => {
  const choice = choiceOf({ scores: [3, 2, 1, 0, 0], masks: [0, 0, 0, 0, 7], wanted: [1, 1, 1] });
  const start = unpriced(choice);
  expect(searched(choice, start, 1)).toMatchObject({ best: start.best, proved: false });
});

test('no choice is worth more than the bound, and pricing lowers it', () => {
  fc.assert(
    fc.property(problems, (asked) => {
      const choice = choiceOf(asked);
      const start = unpriced(choice);
      const { bound, best } = priced(choice, start, 60);
      const most = bestOfAll(asked, choice.penalty);
      expect(bound).toBeLessThanOrEqual(start.bound);
      expect(bound).toBeGreaterThanOrEqual(most - 1e-9);
      expect(best.worth).toBeLessThanOrEqual(most + 1e-9);
    }),
    { numRuns: 200, seed: 3 },
  );
});
