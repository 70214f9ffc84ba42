// How well single latents and concepts follow attributes, beside every control, on users and items held out.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Activations } from '../activations/harvest.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { gatherEvidence } from '../concepts/evidence.ts';
import { createRandom } from '../random.ts';
import type { Codes } from '../sae/codes.ts';
import { bestConceptCorrelations, bestLatentCorrelations, measuredCatalogue } from './best-latent.ts';
import type { TrainedControls } from './control-codes.ts';
import { probeCorrelations } from './linear-probe.ts';
import { permutedCatalogue } from './popularity-strata.ts';
import { splitInterval } from './split-interval.ts';
import { mean } from './steering-bench.ts';

/** Kinds of attributes that items were given by an editor: tags are too many and too sparse for a mean. */
const KINDS = new Set(['genre', 'era', 'mood']);

/** The catalogue with the attributes that are measured: of those kinds, on at least `minItems` items. */
export const measured = (catalogue: Catalogue, minItems: number): Catalogue =>
  measuredCatalogue(catalogue, KINDS, minItems);

/** Random halves of the items over which figures are averaged. */
const ITEM_SPLITS = 5;

type Correlations = Metrics['interpretability']['meanCorrelation'];

export interface InterpretabilityInput {
  /** With the attributes that are measured. */
  catalogue: Catalogue;
  /** Of users outside the autoencoder's training. */
  activations: Activations;
  codes: Codes;
  latents: number;
  controls?: TrainedControls;
}

export interface InterpretabilityOptions {
  hook: string;
  maxLatents: number;
  seed: number;
}

/**
 * Per attribute the best feature's held-out correlation (`bestLatentCorrelations`), the mean over attributes, and the
 * mean of that over five item splits, for:
 * `sae` one latent; `concept` at most `maxLatents`; `raw` one hidden dimension of either sign; `frozenDecoder` and
 * `untrainedModel` one latent of the autoencoders of `trainedControls`; `permuted` one latent, the attributes dealt anew
 * among items of like popularity; `probe` all hidden dimensions (the ceiling, so no control).
 * `ciLow` to `ciHigh`: 95% of `sae` less the best control of the same split (`splitInterval`).
 */
export function evaluateInterpretability(
  input: InterpretabilityInput,
  options: InterpretabilityOptions,
): Metrics['interpretability'] {
  const attributes = input.catalogue.attributes.length;
  const about = { split: 'test', attributes, hook: options.hook } as const;
  if (attributes === 0) return { ...about, meanCorrelation: { sae: 0, concept: 0, raw: 0 } };
  const raw = hiddenAsCodes(input.activations);
  const splits = Array.from({ length: ITEM_SPLITS }, (_, i) =>
    correlationsOfSplit(input, raw, options.seed + i, options.maxLatents),
  );
  const { low, high } = splitInterval(splits.map((split) => split.sae - bestControl(split)));
  return {
    ...about,
    meanCorrelation: meanOverSplits(splits),
    ciLow: low,
    ciHigh: high,
  };
}

function correlationsOfSplit(
  { catalogue, activations, codes, latents, controls }: InterpretabilityInput,
  raw: Codes,
  seed: number,
  maxLatents: number,
): Correlations {
  const evidence = gatherEvidence(catalogue, activations, codes, latents, seed);
  const { hidden, hiddenSize } = activations;
  const permuted: Evidence = {
    ...evidence,
    catalogue: permutedCatalogue(catalogue, createRandom(seed, 'permuted attributes')),
  };
  const oneLatentOf = (other: Codes): number => mean(bestLatentCorrelations({ ...evidence, codes: other }));
  return {
    sae: oneLatentOf(codes),
    concept: mean(bestConceptCorrelations(evidence, maxLatents)),
    raw: mean(bestLatentCorrelations({ ...evidence, codes: raw, latents: hiddenSize }, 'either')),
    permuted: mean(bestLatentCorrelations(permuted)),
    probe: mean(probeCorrelations(evidence, hidden, hiddenSize)),
    ...(controls && {
      frozenDecoder: oneLatentOf(controls.frozenDecoder),
      untrainedModel: oneLatentOf(controls.untrainedModel),
    }),
  };
}

function bestControl({ raw, permuted = 0, frozenDecoder = 0, untrainedModel = 0 }: Correlations): number {
  return Math.max(raw, permuted, frozenDecoder, untrainedModel);
}

function meanOverSplits(splits: readonly Correlations[]): Correlations {
  const [first, ...others] = splits;
  if (first === undefined) throw new RangeError('there is no split to average over');
  const result = { ...first };
  for (const name of Object.keys(first) as (keyof Correlations)[]) {
    result[name] = mean([first, ...others].map((split) => split[name] ?? 0));
  }
  return result;
}

/** Hidden dimensions in the form of codes, so that they run the same race; values of either sign. */
function hiddenAsCodes({ hidden, hiddenSize: d }: Activations): Codes {
  return { k: d, latent: Int32Array.from(hidden, (_, i) => i % d), value: hidden };
}
