// Views of a model: what is said of its figures in words, and how they stand beside those of plainer ways.
import { expect, test } from 'vitest';
import { standings } from '../../baselines.ts';
import { htmlOf } from '../element.ts';
import { standingInWords, trainedOn } from './plain-words.ts';
import { sectionsOf } from './sections.ts';
import { conceptRows, exampleMetrics, exampleModel } from '../../../testing/example-model.ts';
import { standingView } from './standing.ts';
import { trustedView } from './trusted.ts';

const metrics = exampleMetrics();
const comparison = (low: number, high: number) => ({
  ...metrics,
  baselines: { ...metrics.baselines, comparison: { baseline: 'markov', difference: 0.02, low, high } },
});

test('the model and its baselines stand by NDCG@10, and one that nobody knows keeps its name', () => {
  const baselines = {
    split: 'test' as const,
    markov: { hr10: 0.4, ndcg10: 0.25 },
    other: { hr10: 0.1, ndcg10: 0.3 },
  };
  expect(standings({ ...metrics, baselines }).map(({ name, ndcg10 }) => [name, ndcg10])).toEqual([
    ['other', 0.3],
    ['what usually comes next (Markov chain)', 0.25],
    ['this model (gptrec)', 0.2],
  ]);
});

test('figures are said of 100 people, with the interval of a share of 1,000', () => {
  // Wilson, p = .3, n = 1000: .2724 to .3291.
  expect(standingInWords(metrics)[0]).toBe(
    'Of 100 people, the next title is among our ten for 30 (95%: 27 to 33); popularity alone has 10, and what usually comes next (Markov chain) has 25.',
  );
});

test('people with several targets give no interval', () => {
  const recommender = { ...metrics.recommender, targets: 3000 };
  expect(standingInWords({ ...metrics, recommender })[0]).toContain('our ten for 30; popularity');
});

test.for([
  [0.01, 0.03, 'It puts the next title higher than the best plainer way'],
  [-0.03, -0.01, 'The best plainer way, what usually comes next (Markov chain), puts the next title higher'],
  [-0.01, 0.03, 'Nobody can tell it from the best plainer way'],
] as const)('a difference from %f to %f is told as what it shows', ([low, high, words]) => {
  expect(standingInWords(comparison(low, high)).at(-1)).toContain(words);
});

test('the best plainer way is given with its own NDCG@10: ours less the difference', () => {
  expect(standingInWords(comparison(0.01, 0.03)).at(-1)).toContain(
    'NDCG@10 0.200 against 0.180, +0.020 (95%: +0.010 to +0.030).',
  );
});

test('what it was trained on names the day of the newest choice where it is known', () => {
  const { facts } = exampleModel();
  expect(trainedOn(facts)).toBe(
    'It was trained on 22 November 2026, on 4,000 choices of 1,000 people among 200 titles (example).',
  );
  const until = '2026-11-20T23:00:00.000Z';
  expect(trainedOn({ ...facts, data: { ...facts.data, until } })).toContain(
    ', the newest of 20 November 2026.',
  );
});

test('bars are drawn to the largest upper bound, and ours is set apart', () => {
  const html = htmlOf(standingView(metrics));
  // .3 of the upper bound .3291 is 91.15 of 100.
  expect(html).toMatch(
    /<tr class="is-ours"><th scope="row">this model \(gptrec\)<\/th><td class="bar-cell"><svg[^>]*><rect class="bar" width="91\.1\d"/,
  );
  expect(html).toContain('<td class="number">30</td><td class="number">0.200</td>');
  expect(html).not.toContain('By how many titles');
});

test('how many names are sure, and how many concepts can be turned safely, is counted', () => {
  const html = htmlOf(trustedView({ concepts: conceptRows(), conceptsHref: '#concepts' }));
  expect(html).toContain('names 2 of 3 concepts, and 1 of these names are sure');
  expect(html).toContain('2 can be turned up and 1 turned down');
  expect(html).toContain('<a href="#concepts">');
  expect(html).not.toContain('Do not rely');
});

test('doubtful names are named', () => {
  const [first, second] = conceptRows();
  if (first === undefined || second === undefined) throw new Error('the example has no two concepts');
  const concepts = [first, { ...second, labelScore: 0.7 }];
  expect(htmlOf(trustedView({ concepts, conceptsHref: '#' }))).toContain(
    'Do not rely on these names: genre:drama.',
  );
});

test('what the last retraining did to concepts is counted, where there was one', () => {
  const fates = ['kept', 'kept', 'rebuilt', 'weakened', 'new'] as const;
  const [row] = conceptRows();
  if (row === undefined) throw new Error('the example has no concept');
  const concepts = fates.map((fate) => ({
    ...row,
    lineage: { fate },
    experimental: fate === 'new' || undefined,
  }));
  const html = htmlOf(trustedView({ concepts, conceptsHref: '#' }));
  expect(html).toContain(
    '2 concepts came as they were, 1 were rebuilt from other latents, and 1 came weaker; 1 are new.',
  );
  expect(html).toContain('did not find 1 of them again');
  const born = [{ ...row, lineage: { fate: 'new' as const } }];
  expect(htmlOf(trustedView({ concepts: born, conceptsHref: '#' }))).not.toContain('retraining');
});

test('sections have ids that differ, and plain words come first', () => {
  const sections = sectionsOf(exampleModel());
  expect(sections[0]?.id).toBe('in-short');
  expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
});

test('what stands between backticks is code', () => {
  const order = sectionsOf(exampleModel()).find(({ id }) => id === 'order');
  expect(htmlOf(order?.view)).toContain('send <code>profiling: false</code>.');
});
