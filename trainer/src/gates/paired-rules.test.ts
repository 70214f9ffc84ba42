import { expect, it } from 'vitest';
import { at } from '@trimtab/shared/look-up.ts';
import { createRandom } from '../math/random.ts';
import { pairedEstimate, rankingRules, type Slice } from './paired-rules.ts';

it('works out the error of a mean over people, whose targets stay together', () => {
  // Sums 1, 0 and -1 of 1, 1 and 2 targets: mean 0, error √(3/2 · (1 + 0 + 1)) / 4.
  const estimate = pairedEstimate({ differences: [1, 0, -0.5, -0.5], people: [0, 1, 2, 2] });
  expect(estimate).toEqual({ difference: 0, standardError: Math.sqrt(3) / 4, people: 3 });
});

it('holds to the margin itself where there are people enough to see it', () => {
  const people = Array.from({ length: 40_000 }, (_, i) => i);
  const of = (mean: number): Slice => ({
    name: 'ndcg10',
    margin: -0.002,
    people,
    // ± .01 around the mean: a standard error of .00005
    differences: people.map((i) => mean + (i % 2 === 0 ? 0.01 : -0.01)),
  });
  const [passes] = rankingRules(of(-0.0018), [], 0.05);
  const [fails] = rankingRules(of(-0.0022), [], 0.05);
  expect([passes?.bound, fails?.bound]).toEqual([-0.002, -0.002]);
  expect([passes?.passed, fails?.passed]).toEqual([true, false]);
});

/**
 * NDCG@10 of people under two models that are as good as each other and differ as two seeds do; of the candidate's hits it
 * loses the share `lost`. Thirty slices of a fifth of the people each.
 */
function night(seed: number, count: number, lost: number): { whole: Slice; slices: Slice[] } {
  const random = createRandom(seed, 'a night');
  const value = (): number => (random.chance(0.4) ? 1 / Math.log2(2 + random.integer(10)) : 0);
  const people = Array.from({ length: count }, (_, i) => i);
  const differences = people.map(() => {
    const serving = value();
    const candidate = random.chance(0.6) ? serving : value();
    return (random.chance(lost) ? 0 : candidate) - serving;
  });
  const of = (name: string, margin: number, members: number[]): Slice => ({
    name,
    margin,
    people: members,
    differences: members.map((i) => at(differences, i)),
  });
  const fifth = (): number[] => people.filter(() => random.chance(0.2));
  const slices = Array.from({ length: 30 }, (_, i) => of(`slice ${i}`, -0.01, fifth()));
  return { whole: of('ndcg10', -0.002, people), slices };
}

const NIGHTS = 400;

function shareThatPasses(people: number, lost: number): number {
  const passed = Array.from({ length: NIGHTS }, (_, seed) => {
    const { whole, slices } = night(seed, people, lost);
    return rankingRules(whole, slices, 0.05).every((rule) => rule.passed);
  });
  return passed.filter(Boolean).length / NIGHTS;
}

it.each([1000, 4000])('lets an equal model pass nineteen nights of twenty, judged on %i people', (people) => {
  // Three standard errors of a share of .95 over 400 nights are .033.
  expect(shareThatPasses(people, 0)).toBeGreaterThan(0.95 - 0.033);
});

it('holds back a model that loses a fifth of its hits', () => {
  expect(shareThatPasses(4000, 0.2)).toBeLessThan(0.05);
});
