// A run with round figures, for the report's tests: two items, one concept, curves of two methods.
import { exampleMetrics, steeringSummary } from '@trimtab/shared/testing/example-model.ts';
import { exampleContent } from './example-content.ts';
import { parseConfig } from '../src/config/schema.ts';
import type { ReportedRun } from '../src/report/read-run.ts';

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
  const example = exampleMetrics();
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
      ...example,
      recommender: { ...example.recommender, items: 2 },
      baselines: {
        split: 'test',
        popularity: ranking,
        recentPopularity: ranking,
        itemKnn: ranking,
        markov: { hr10: 0.4, ndcg10: 0.25 },
        comparison: { baseline: 'markov', difference: -0.05, low: -0.07, high: -0.03 },
      },
      interpretability: {
        ...example.interpretability,
        byAttribute: { 'genre:comedy': { sae: 0.5, concept: 0.6, raw: 0.3, probe: 0.7 } },
      },
      steering: {
        split: 'test',
        curves: [
          { ...curve, method: 'add', strength: 1, logOddsGain: 1.35 },
          { ...curve, method: 'add', strength: 0.5, logOddsGain: 0.65, ndcg10: 0.198 },
          { ...curve, method: 'boost', strength: 1, logOddsGain: 1.4, ndcg10: 0.196 },
        ],
        summary: { 'add@blocks.0': steeringSummary(1.3), boost: steeringSummary(1.4) },
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
