import { expect, test } from 'vitest';
import { htmlOf } from '../element.ts';
import { versionsView } from './versions.ts';

const facts = {
  createdAt: '2026-11-22T12:00:00.000Z',
  data: { name: 'example', users: 1000, items: 200, interactions: 4000 },
  hr10: 0.418,
  ndcg10: null,
};

test('versions are told with what they are to the service and what they reached', () => {
  const html = htmlOf(
    versionsView([
      { modelVersion: 'v-2', state: 'serves', facts },
      { modelVersion: 'v-3', state: 'canary', share: 0.05, facts: null },
      { modelVersion: 'v-1', state: 'before', facts: { ...facts, ndcg10: 0.25 } },
    ]),
  );
  expect(html).toContain('Version v-2 serves.');
  expect(html).toContain('go back to it');
  expect(html).toContain(
    '<td>serves</td><td>22 November 2026</td><td class="number">4,000</td><td class="number">42</td><td class="number">–</td>',
  );
  expect(html).toContain('<td>tried out on 5% of people</td><td>its files are gone</td>');
  expect(html).toContain('<td class="number">0.250</td>');
});

test('a version that could not be loaded is named', () => {
  const html = htmlOf(
    versionsView([
      { modelVersion: 'v-1', state: 'serves', facts: null },
      { modelVersion: 'v-2', state: 'awaited', facts },
    ]),
  );
  expect(html).toContain('Version v-2 is to serve, and could not be loaded.');
  expect(html).not.toContain('go back to it');
});
