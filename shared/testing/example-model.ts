// A model with round figures, for tests of views: three concepts, two baselines, 1,000 people.
import type { ConceptRow } from '../src/views/concept-figures.ts';
import type { Published, ShownModel } from '../src/views/model/shown-model.ts';

export const exampleMetrics = (): Published => ({
  recommender: {
    split: 'test',
    protocol: 'leave-one-out',
    model: 'gptrec',
    hr10: 0.3,
    ndcg10: 0.2,
    mrr: 0.15,
    coverage10: 0.5,
    novelty10: 9,
    users: 1000,
    items: 200,
  },
  baselines: {
    split: 'test',
    popularity: { hr10: 0.1, ndcg10: 0.05 },
    markov: { hr10: 0.25, ndcg10: 0.18 },
  },
  sae: {
    split: 'test',
    kind: 'topk',
    latents: 256,
    explainedVariance: 0.9,
    l0: 8,
    deadShare: 0,
    ndcgKept: 0.98,
  },
  interpretability: {
    split: 'test',
    attributes: 1,
    hook: 'blocks.0',
    meanCorrelation: { sae: 0.5, concept: 0.6, raw: 0.3, probe: 0.7 },
  },
  steering: { split: 'test', curves: [] },
  export: { parityMaxAbs: 1e-5, top10Overlap: 0.99, ndcg10Fp32: 0.2, ndcg10Int8: 0.199, bytes: 2 ** 20 },
});

/** Figures of one way of steering. */
export const steeringSummary = (gainAt5pct: number) => ({
  concepts: 1,
  gainAtNoLoss: 0.5,
  gainAt5pct,
  medianGainAt5pct: 1.3,
  shareWeightedGainAt5pct: 1.3,
  relativeGainAt5pct: 2,
  ndcgChangeAt5pct: { mean: -0.04, low: -0.06, high: -0.02 },
  gainAtEqualGain: 1,
  spilloverAtEqualGain: 0.125,
  ndcgChangeAtEqualGain: -0.03,
  alignedNdcgChangeAtEqualGain: 0.2,
});

const row = (id: string, labelScore: number, min: number, max: number): ConceptRow => ({
  id,
  label: id,
  kind: id.startsWith('emergent') ? 'emergent' : 'attribute',
  labelScore,
  density: 0.1,
  safeRange: { min, max },
});

export const conceptRows = (): ConceptRow[] => [
  row('genre:comedy', 0.99, -1, 1),
  row('genre:drama', 0.85, 0, 0.5),
  row('emergent:1', 0.3, 0, 0),
];

export const exampleModel = (): ShownModel => ({
  facts: {
    modelVersion: 'version-1',
    createdAt: '2026-11-22T12:00:00.000Z',
    data: { name: 'example', users: 1000, items: 200, interactions: 4000 },
    model: { kind: 'gptrec', hiddenSize: 4, blocks: 1, heads: 1, maxLength: 8 },
    hook: 'blocks.0',
    latents: 256,
    precision: 'int8',
    ranking: {
      summary: 'Items are ordered by how likely each is to come next.',
      parameters: [{ name: 'history', effect: 'It matters most.', control: 'Or send `profiling: false`.' }],
      parts: [{ name: 'the state', effect: 'The whole order without wishes.' }],
    },
  },
  metrics: exampleMetrics(),
  concepts: conceptRows(),
  labelOf: (attribute) => attribute,
  conceptsHref: '#concepts',
});
