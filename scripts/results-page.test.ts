// The page is made from kept figures alone, and says what it was made by.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptResultSchema, resultsPage } from './results-page.ts';

const kept = keptResultSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../docs/results/built-in.json'), 'utf8')),
);

test('figures stand in the tables as they were kept', () => {
  const { recommender, sae } = kept.metrics;
  const changed = { ...kept, metrics: { ...kept.metrics, recommender: { ...recommender, ndcg10: 0.12345 } } };
  const page = resultsPage(new Map([['some-run', changed]]));
  expect(page).toMatch(/\| gptrec +\| 0\.\d{3} \| 0\.123 +\|/);
  expect(page).toContain(`topk, ${sae.latents}, ${sae.l0}`);
  expect(page).toContain('`docs/results/some-run.json`');
});

test('what was not measured has no table', () => {
  const page = resultsPage(new Map([['a', { ...kept, metrics: { ...kept.metrics, promise: undefined } }]]));
  expect(page).not.toContain('can be kept');
});
