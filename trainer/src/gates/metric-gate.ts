// Rules on what a candidate measured of itself when it was evaluated, some of them beside what the serving version measured.
import type { Concepts } from '@trimtab/shared/concepts.ts';
import type { GateRule } from '@trimtab/shared/gates.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { mean } from '../math/mean.ts';
import type { Bounds } from './bounds.ts';
import { atLeast, atMost } from './rule.ts';
import type { Tables } from './side.ts';

export function metricGate(candidate: Tables, against: Tables | null, bounds: Bounds): GateRule[] {
  const { metrics } = candidate;
  return [
    atLeast({
      name: 'ranking.aboveBaselines',
      figure: metrics.baselines?.comparison?.low ?? null,
      bound: bounds.ranking.aboveBaselines,
      says: `lower 95% bound of NDCG@10 less that of ${metrics.baselines?.comparison?.baseline ?? 'the best baseline'}`,
    }),
    ...fidelityRules(metrics.export, bounds.fidelity),
    ...autoencoderRules(metrics.sae, against?.metrics.sae, bounds.autoencoder),
    ...labelRules(candidate.concepts, against?.concepts, bounds.concepts),
  ];
}

function fidelityRules(measured: Metrics['export'] | undefined, bounds: Bounds['fidelity']): GateRule[] {
  const loss = measured && 1 - measured.ndcg10Int8 / measured.ndcg10Fp32;
  return [
    atLeast({
      name: 'fidelity.top10Overlap',
      figure: measured?.top10Overlap ?? null,
      bound: bounds.top10Overlap,
      says: 'share of the first ten that int8 and the model have in common',
    }),
    atMost({
      name: 'fidelity.ndcg10Loss',
      figure: loss ?? null,
      bound: bounds.ndcg10Loss,
      says: 'share of NDCG@10 that int8 loses',
    }),
  ];
}

type Autoencoder = Metrics['sae'] | undefined;

function autoencoderRules(own: Autoencoder, serving: Autoencoder, bounds: Bounds['autoencoder']): GateRule[] {
  const noWorse = (floor: number, theirs: number | undefined): number =>
    theirs === undefined ? floor : Math.max(floor, theirs - bounds.worseBy);
  const noMore = (ceiling: number, theirs: number | undefined): number =>
    theirs === undefined ? ceiling : Math.min(ceiling, theirs + bounds.worseBy);
  return [
    atLeast({
      name: 'autoencoder.explainedVariance',
      figure: own?.explainedVariance ?? null,
      bound: noWorse(bounds.explainedVariance, serving?.explainedVariance),
    }),
    atMost({
      name: 'autoencoder.deadShare',
      figure: own?.deadShare ?? null,
      bound: noMore(bounds.deadShare, serving?.deadShare),
    }),
    atLeast({
      name: 'autoencoder.ndcgKept',
      figure: own?.ndcgKept ?? null,
      bound: noWorse(bounds.ndcgKept, serving?.ndcgKept),
      says: 'share of NDCG@10 that is left when the code stands in for the state',
    }),
  ];
}

function labelRules(own: Concepts, serving: Concepts | undefined, bounds: Bounds['concepts']): GateRule[] {
  const [figure, theirs] = [meanLabelScore(own), serving && meanLabelScore(serving)];
  // A catalogue without attributes has no attribute concepts, and never had.
  if (figure === null && (theirs ?? null) === null) return [];
  const bound =
    theirs === undefined || theirs === null
      ? bounds.labelScore
      : Math.max(bounds.labelScore, theirs - bounds.labelScoreWorseBy);
  return [atLeast({ name: 'concepts.labelScore', figure, bound, says: 'mean over attribute concepts' })];
}

function meanLabelScore({ concepts }: Concepts): number | null {
  const scores = concepts.flatMap(({ kind, labelScore }) => (kind === 'attribute' ? [labelScore] : []));
  return scores.length === 0 ? null : mean(scores);
}
