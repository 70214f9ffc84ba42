// Views of steering: what is averaged over concepts, which points are drawn, and what is said of it.
import { expect, test } from 'vitest';
import { exampleMetrics, exampleModel, steeringSummary } from '../../../testing/example-model.ts';
import type { Metrics } from '../../metrics.ts';
import { htmlOf } from '../element.ts';
import { drawnPoints, methodPoints } from './method-points.ts';
import { sectionsOf } from './sections.ts';
import { fullStrength, spread } from './steering-curves.ts';
import { methodsView, race, steeringInWords, steeringView } from './steering.ts';

type Curve = Metrics['steering']['curves'][number];

const curve = (more: Partial<Curve>): Curve => ({
  concept: 'genre:comedy',
  method: 'add',
  hook: 'blocks.0',
  strength: 1,
  share: 0.3,
  shareBase: 0.1,
  logOddsGain: 1.35,
  ndcg10: 0.19,
  ndcg10Base: 0.2,
  ...more,
});

const measured = [
  curve({}),
  curve({ strength: 0.5, logOddsGain: 0.65, ndcg10: 0.198, share: 0.2 }),
  curve({ concept: 'genre:drama', logOddsGain: 0.65, ndcg10: 0.18, share: 0.2 }),
  curve({ method: 'boost', logOddsGain: 1.4, ndcg10: 0.196 }),
];

const withSteering = (steering: Partial<Metrics['steering']>) => ({
  ...exampleMetrics(),
  steering: { split: 'test' as const, curves: measured, ...steering },
});

test('points average concepts, method by method, by rising gain', () => {
  const points = methodPoints(measured).filter(({ method }) => method === 'add@blocks.0');
  expect(points.map(({ at }) => at)).toEqual(['0.5', '1']);
  expect(points[1]?.gain).toBeCloseTo(1, 10); // (1.35 + .65) / 2
  expect(points[1]?.ndcgChange).toBeCloseTo(-0.075, 10); // (-.05 - .1) / 2
});

test('the chart leaves out what loses more than a quarter of the ranking', () => {
  expect(drawnPoints([curve({ ndcg10: 0.14 })])).toEqual([]);
  expect(drawnPoints([curve({ ndcg10: 0.16 })])[0]?.ndcgChange).toBeCloseTo(-0.2, 10);
});

test('full strength is the mean of the concepts that were measured there', () => {
  const means = fullStrength(withSteering({}));
  expect(means?.full).toBeCloseTo(0.25, 10); // (.3 + .2) / 2
  expect(means?.kept).toBeCloseTo(0.925, 10); // (.95 + .9) / 2
  expect(steeringInWords(withSteering({}))[0]).toBe(
    'Full strength takes a concept from 10% to 25% of the first ten, and keeps 93% of what the list is worth: the mean of 2 concepts.',
  );
});

test('eight of ten values lie between the ends of a band', () => {
  const values = [0.5, 0, 1, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9];
  const { y, low, high } = spread(1, values);
  expect(y).toBeCloseTo(0.5, 10);
  expect([low, high]).toEqual([0.1, 0.9]);
});

test('a plain alternative that wins is named first, and latents against it', () => {
  expect(
    race({
      split: 'test',
      curves: [],
      summary: { 'add@blocks.0': steeringSummary(1.3), boost: steeringSummary(1.4) },
    }),
  ).toEqual([
    'At a loss of at most 5% of NDCG@10, boost (1.40) gains most log-odds of exposure, against add@blocks.0 (1.30).',
  ]);
});

test('every way has a curve that begins at nothing gained and nothing lost, and a row with its interval', () => {
  const html = htmlOf(methodsView(withSteering({ summary: { boost: steeringSummary(1.4) } })));
  expect(html.match(/<polyline/g)).toHaveLength(2);
  expect(html).toContain('<span class="key s1">2 boost</span>');
  expect(html).toContain(
    '<td class="number">-4.0% (-6.0% to -2.0%)</td><td class="number">0.125</td><td class="number">+0.200</td>',
  );
});

test('where strengths were not measured, that is said and nothing is compared', () => {
  expect(htmlOf(steeringView(exampleMetrics()))).toBe(
    '<p>This version did not measure what strengths do.</p>',
  );
  expect(sectionsOf(exampleModel()).map(({ id }) => id)).not.toContain('methods');
});
