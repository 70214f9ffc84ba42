// How well single latents, concepts and raw hidden dimensions follow attributes, on users and items held out.
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Activations } from '../activations/harvest.ts';
import { conceptActivation } from '../concepts/activation.ts';
import { chooseLatents } from '../concepts/attribute-concepts.ts';
import { latentStatistics, pearson } from '../concepts/correlation.ts';
import type { LatentStatistics } from '../concepts/correlation.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { labelsOf, rowsOf } from '../concepts/evidence.ts';
import type { Codes } from '../sae/codes.ts';
import { mean } from './steering-bench.ts';

const KINDS = new Set(['genre', 'era', 'mood']);

/**
 * Per attribute the latent (concept, hidden dimension of either sign) with the highest Pearson correlation on
 * selection users and half A of the items; its correlation on test users and half B; the mean over attributes.
 */
export function evaluateInterpretability(
  evidence: Evidence,
  activations: Activations,
  options: { hook: string; minItems: number; maxLatents: number },
): Metrics['interpretability'] {
  const { catalogue } = evidence;
  const chosenOn = rowsOf(evidence, 'selection', 'A');
  const scoredOn = rowsOf(evidence, 'test', 'B');
  const sizes = catalogue.attributes.map(
    (_, a) => catalogue.itemAttributes.filter((list) => list.includes(a)).length,
  );
  const attributes = catalogue.attributes
    .map((_, attribute) => attribute)
    .filter((a) => KINDS.has(catalogue.attributes[a]?.kind ?? '') && (sizes[a] ?? 0) >= options.minItems);
  const raw = { ...evidence, codes: signedDimensions(activations), latents: 2 * activations.hiddenSize };
  const best = (source: Evidence, maxLatents: number): number[] => {
    const { codes, latents, items } = source;
    const statistics = latentStatistics(codes, latents, { rows: chosenOn, items }, catalogue);
    return attributes.map((attribute) =>
      heldOutCorrelation(source, statistics, attribute, chosenOn, scoredOn, maxLatents),
    );
  };
  return {
    split: 'test',
    attributes: attributes.length,
    hook: options.hook,
    meanCorrelation: {
      sae: mean(best(evidence, 1)),
      concept: mean(best(evidence, options.maxLatents)),
      raw: mean(best(raw, 1)),
    },
  };
}

function heldOutCorrelation(
  source: Evidence,
  statistics: LatentStatistics,
  attribute: number,
  chosenOn: Int32Array,
  scoredOn: Int32Array,
  maxLatents: number,
): number {
  const chosen = chooseLatents(source, statistics, attribute, chosenOn, maxLatents);
  const activation = conceptActivation(source.codes, chosen, scoredOn);
  return pearson(activation, labelsOf(source, scoredOn, attribute));
}

/** Each hidden dimension as it is and negated, in the form of codes, so that raw dimensions run the same race. */
function signedDimensions({ hidden, hiddenSize: d }: Activations): Codes {
  const n = hidden.length / d;
  const codes: Codes = { k: 2 * d, latent: new Int32Array(2 * d * n), value: new Float32Array(2 * d * n) };
  for (let i = 0; i < n * d; i++) {
    const [row, dimension] = [Math.floor(i / d), i % d];
    const place = row * 2 * d + dimension;
    codes.latent[place] = dimension;
    codes.value[place] = hidden[i] ?? 0;
    codes.latent[place + d] = d + dimension;
    codes.value[place + d] = -(hidden[i] ?? 0);
  }
  return codes;
}
