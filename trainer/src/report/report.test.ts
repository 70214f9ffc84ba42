import { expect, test } from 'vitest';
import { exampleRun } from '../../testing/example-run.ts';
import { inShort } from './in-short.ts';
import { standings } from './recommender-charts.ts';
import { renderReport } from './report.ts';
import { drawnPoints, methodPoints } from './steering-charts.ts';

test('the model stands among the baselines by NDCG@10', () => {
  const [first, second] = standings(exampleRun().metrics);
  expect(first).toEqual({
    name: 'what usually comes next (Markov chain)',
    ndcg10: 0.25,
    hr10: 0.4,
    isModel: false,
  });
  expect(second).toEqual({ name: 'gptrec', ndcg10: 0.2, hr10: 0.3, isModel: true });
});

test('points average concepts, method by method, by rising gain', () => {
  const { curves } = exampleRun().metrics.steering;
  const other = {
    ...curves[0],
    concept: 'genre:drama',
    logOddsGain: 0.65,
    ndcg10: 0.18,
  } as (typeof curves)[number];
  const points = methodPoints([...curves, other]).filter(({ method }) => method === 'add@blocks.0');
  expect(points.map(({ at }) => at)).toEqual(['0.5', '1']);
  expect(points[1]?.gain).toBeCloseTo(1, 10); // (1.35 + .65) / 2
  expect(points[1]?.ndcgChange).toBeCloseTo(-0.075, 10); // (-.05 - .1) / 2
});

test('the chart leaves out what loses more than a quarter of the ranking', () => {
  const [first] = exampleRun().metrics.steering.curves;
  const losing = (share: number): typeof first & object =>
    ({ ...first, strength: 1, ndcg10Base: 0.2, ndcg10: 0.2 * (1 - share) }) as typeof first & object;
  expect(drawnPoints([losing(0.3)])).toEqual([]);
  expect(drawnPoints([losing(0.2)])[0]?.ndcgChange).toBeCloseTo(-0.2, 10);
});

test('a model behind a baseline is said to be behind, with the interval', () => {
  expect(inShort(exampleRun())[1]).toBe(
    'gptrec finds the held-out item among its first ten for 30.0% of 1,000 users (NDCG@10 0.200), behind the best ' +
      'baseline, what usually comes next (Markov chain), at 0.250 (difference -0.050, 95% from -0.070 to -0.030).',
  );
});

test('a plain alternative that wins is named first', () => {
  expect(inShort(exampleRun()).at(-1)).toBe(
    'At a loss of at most 5% of NDCG@10, boost (1.40) gains most log-odds of exposure, against add@blocks.0 (1.30).',
  );
});

test('the page stands by itself, with its charts drawn and what comes from outside escaped', async () => {
  const run = exampleRun();
  run.catalogue.titles[0] = '<script>alert("first")</script>';
  const page = await renderReport(run);
  expect(page).not.toContain('<script>');
  expect(page).toContain('&lt;script&gt;alert(&quot;first&quot;)&lt;/script&gt;');
  expect(page).not.toMatch(/(src|href)="http/);
  expect(page).toContain('<article id="concept-genre-comedy"');
  expect(page).toContain('href="#concept-genre-comedy"');
  // Baselines, training, correlations, attributes, density, methods, stages, and two for the concept.
  expect(page.match(/<svg/g)).toHaveLength(9);
  expect(page).toContain('<td>boost</td>');
  expect(page).toContain('0.1800; 0.1700');
  const cells = page.replaceAll(/>\s+</g, '><');
  expect(cells).toContain(
    '<td>labels of attributes</td><td>add@blocks.0</td><td>0.90</td><td>1.20</td><td>0.75</td>',
  );
  expect(cells).toContain('<td>-4.0%</td><td>0.125</td><td>+0.200</td>'); // NDCG@10 lost in parts, of the aligned as a difference
  expect(cells).toContain('<td>anchors of emergent concepts</td><td>classifier</td><td>0.20</td>');
  expect(page).toContain('0.25 MiB'); // of the autoencoder: 2^18 of 2^20 bytes
});
