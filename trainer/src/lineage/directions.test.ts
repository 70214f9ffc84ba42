import { expect, it } from 'vitest';
import { holdDirections, type AutoencoderQuality } from './directions.ts';

const learnt = { explainedVariance: 0.9, deadShare: 0.1, ndcgKept: 0.98 };
const relearnt = { explainedVariance: 0.95, deadShare: 0.05, ndcgKept: 0.99 };

/** An encoder that keeps so much beside the directions of before; where these are learnt too, `relearnt`. */
const hold = (encoder: AutoencoderQuality, reference: AutoencoderQuality | undefined = learnt) =>
  holdDirections({
    train: async ({ frozenDecoder }) => (frozenDecoder ? 'encoder' : 'both'),
    quality: async (weights) => (weights === 'encoder' ? encoder : relearnt),
    learnt: reference,
  });

it('directions are kept while no figure is much worse than when they were learnt', async () => {
  const little = { explainedVariance: 0.86, deadShare: 0.19, ndcgKept: 0.94 };
  expect(await hold(little)).toEqual({ weights: 'encoder', learnt, before: little, held: true });
  const better = { explainedVariance: 1, deadShare: 0, ndcgKept: 1.1 };
  expect(await hold(better)).toEqual({ weights: 'encoder', learnt, before: better, held: true });
});

it.each([
  ['explained variance', { explainedVariance: 0.84 }],
  ['the share of dead latents', { deadShare: 0.21 }],
  ['NDCG kept', { ndcgKept: 0.92 }],
  ['what is no number', { ndcgKept: NaN }],
])('%s alone has them learnt on', async (_what, worse) => {
  const before = { ...learnt, ...worse };
  expect(await hold(before)).toEqual({ weights: 'both', learnt: relearnt, before, held: false });
});

it('a version that does not say what it kept is gone on from by what is kept tonight', async () => {
  const before = { explainedVariance: 0.3, deadShare: 0.5, ndcgKept: 0.7 };
  const found = await holdDirections({
    train: async ({ frozenDecoder }) => (frozenDecoder ? 'encoder' : 'both'),
    quality: async () => before,
    learnt: undefined,
  });
  expect(found).toEqual({ weights: 'encoder', learnt: before, before, held: true });
});
