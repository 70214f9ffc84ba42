// Views of what only some versions measured: features beside controls, wishes that were kept, hidden halves.
import { expect, test } from 'vitest';
import { exampleMetrics, exampleModel } from '../../../testing/example-model.ts';
import { htmlOf } from '../element.ts';
import { featuresView } from './features.ts';
import { hasPromise, promiseView } from './promise.ts';
import { sectionsOf } from './sections.ts';
import { servedView } from './served.ts';

const wishes = { wishes: 300, keepable: 200, kept: 199 };
const promise = {
  split: 'test' as const,
  users: 100,
  single: { ...wishes, tooFewItems: 90, againstAnother: 10 },
  pairs: wishes,
  triples: wishes,
  atShare: {
    wish: { ndcg10: 0.18, alignedNdcg10: 0.2, spillover: 0.4 },
    boost: {
      ndcg10: 0.17,
      alignedNdcg10: 0.24,
      spillover: 0.4,
      ndcg10Behind: { difference: 0.01, low: 0.002, high: 0.018 },
    },
  },
  milliseconds: { first: 30, next: 9 },
};

test('features are told in words, and bars set ours apart from controls', () => {
  const metrics = exampleMetrics();
  const interpretability = {
    ...metrics.interpretability,
    ciLow: 0.15,
    ciHigh: 0.25,
    byAttribute: {
      low: { sae: 0.2, concept: 0.6, raw: 0.3 },
      high: { sae: 0.5, concept: 0.6, raw: 0.3, probe: 0.7 },
    },
  };
  const html = htmlOf(
    featuresView({
      ...exampleModel(),
      metrics: { ...metrics, interpretability },
      labelOf: (id) => `of ${id}`,
    }),
  );
  expect(html).toContain('8 active at a time, explain 90% of the variance.');
  expect(html).toContain('at 0.50 on average');
  expect(html).toContain('ahead of the best control by +0.15 to +0.25 (95%)');
  expect(
    html.match(/<tr class="is-ours"><th scope="row">(the best latent|concepts of a few latents)/g),
  ).toHaveLength(2);
  expect(html.indexOf('of high')).toBeLessThan(html.indexOf('of low'));
  expect(html).toContain('<td class="number">0.30</td><td class="number">–</td>');
});

test('a concept falls into one class of how often it fires', () => {
  const [row] = exampleModel().concepts;
  if (row === undefined) throw new Error('the example has no concept');
  const concepts = [0.5, 0.1, 0.05, 0].map((density) => ({ ...row, density }));
  const html = htmlOf(featuresView({ ...exampleModel(), concepts }));
  const counts = [...html.slice(html.indexOf('How often concepts fire')).matchAll(/number">(\d+)</g)];
  expect(counts.map(([, count]) => count)).toEqual(['2', '1', '0', '1']);
});

test('wishes that were kept are said of 100 that can be, rounded down', () => {
  const html = htmlOf(promiseView({ ...exampleMetrics(), promise }));
  expect(html).toContain(
    'Of 100 single wishes that some list can keep, 99 were kept whole, tried on 100 people.',
  );
  expect(html).toContain('+0.010 (+0.002 to +0.018)');
  expect(html.indexOf('<th scope="row">wish</th>')).toBeLessThan(html.indexOf('<th scope="row">boost</th>'));
});

test('how far hidden titles rise is the doing of latents', () => {
  const { steering, ...rest } = exampleMetrics();
  const metrics = {
    ...rest,
    steering: {
      ...steering,
      hiddenAttribute: { 'add@blocks.0': { hiddenGain: 0.9, knownGain: 1.2, ratio: 0.75 } },
    },
  };
  expect(htmlOf(promiseView(metrics))).toContain(
    '<th scope="row">add@blocks.0</th><td>labels of attributes</td><td class="number">0.90</td><td class="number">1.20</td><td class="number">75%</td>',
  );
  expect([hasPromise(metrics), hasPromise(exampleMetrics())]).toEqual([true, false]);
  expect(sectionsOf(exampleModel()).map(({ id }) => id)).not.toContain('promise');
});

test('sizes are given in MiB, and times only where they were measured', () => {
  const { facts, metrics } = exampleModel();
  const html = htmlOf(servedView({ facts, metrics }));
  expect(html).toContain('1.00 MiB');
  expect(html).not.toContain('one thread');
});
