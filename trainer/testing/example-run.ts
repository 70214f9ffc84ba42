// A run with round figures, for the report's tests: two items, one concept, curves of two methods.
import { exampleContent } from './example-content.ts';
import { parseConfig } from '../src/config/schema.ts';
import type { ReportedRun } from '../src/report/read-run.ts';

const summary = {
  concepts: 1,
  gainAtNoLoss: 0.5,
  gainAt5pct: 1.3,
  medianGainAt5pct: 1.3,
  shareWeightedGainAt5pct: 1.3,
  relativeGainAt5pct: 2,
  ndcgChangeAt5pct: { mean: -0.04, low: -0.06, high: -0.02 },
  gainAtEqualGain: 1,
  spilloverAtEqualGain: 0.125,
  ndcgChangeAtEqualGain: -0.03,
  alignedNdcgChangeAtEqualGain: 0.2,
};

const curve = {
  concept: 'genre:comedy',
  hook: 'blocks.0',
  share: 0.3,
  shareBase: 0.1,
  ndcg10: 0.19,
  ndcg10Base: 0.2,
};

export function exampleRun(): ReportedRun {
  const { manifest, catalogue, concepts } = exampleContent('version-1');
  const ranking = { hr10: 0.1, ndcg10: 0.05 };
  return {
    name: 'example',
    config: parseConfig({}, 'the test'),
    manifest: { ...manifest, modelVersion: 'version-1', format: 1, files: {} },
    catalogue,
    concepts: concepts.concepts,
    epochs: [
      { epoch: 1, loss: 6, validationNdcg10: 0.1 },
      { epoch: 2, loss: 5, validationNdcg10: 0.2 },
    ],
    metrics: {
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
        items: 2,
      },
      baselines: {
        split: 'test',
        popularity: ranking,
        recentPopularity: ranking,
        itemKnn: ranking,
        markov: { hr10: 0.4, ndcg10: 0.25 },
        comparison: { baseline: 'markov', difference: -0.05, low: -0.07, high: -0.03 },
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
        byAttribute: { 'genre:comedy': { sae: 0.5, concept: 0.6, raw: 0.3, probe: 0.7 } },
      },
      steering: {
        split: 'test',
        curves: [
          { ...curve, method: 'add', strength: 1, logOddsGain: 1.35 },
          { ...curve, method: 'add', strength: 0.5, logOddsGain: 0.65, ndcg10: 0.198 },
          { ...curve, method: 'boost', strength: 1, logOddsGain: 1.4, ndcg10: 0.196 },
        ],
        summary: { 'add@blocks.0': summary, boost: { ...summary, gainAt5pct: 1.4 } },
        hiddenAttribute: { 'add@blocks.0': { hiddenGain: 0.9, knownGain: 1.2, ratio: 0.75 } },
        hiddenAnchors: { classifier: { hiddenGain: 0.2, knownGain: 0.8, ratio: 0.25 } },
        target: { reachableShare: 0.9, absoluteError: 0.02, ndcg10: 0.18, quotaNdcg10: 0.17 },
      },
      export: {
        parityMaxAbs: 1e-5,
        top10Overlap: 0.99,
        ndcg10Fp32: 0.2,
        ndcg10Int8: 0.199,
        bytes: 2 ** 20,
        autoencoder: { bytes: 2 ** 18, milliseconds: 0.05 },
      },
      timing: { stages: { data: 3, train: 90 }, tokensPerSecond: 12_000, backend: 'wasm' },
    },
  };
}
