import { expect, it } from 'vitest';
import { directionsHold } from './directions.ts';

const learnt = { explainedVariance: 0.9, deadShare: 0.1, ndcgKept: 0.98 };

it('directions hold while no figure is more than .05 worse than when they were learnt', () => {
  expect(directionsHold(learnt, learnt)).toBe(true);
  expect(directionsHold({ explainedVariance: 0.86, deadShare: 0.14, ndcgKept: 0.94 }, learnt)).toBe(true);
  expect(directionsHold({ explainedVariance: 1, deadShare: 0, ndcgKept: 1.1 }, learnt)).toBe(true);
});

it.each([
  ['explained variance', { explainedVariance: 0.84 }],
  ['the share of dead latents', { deadShare: 0.16 }],
  ['NDCG kept', { ndcgKept: 0.92 }],
  ['no number', { ndcgKept: NaN }],
])('%s alone can end it', (_what, worse) => {
  expect(directionsHold({ ...learnt, ...worse }, learnt)).toBe(false);
});
