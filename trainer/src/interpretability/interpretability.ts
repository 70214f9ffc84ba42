// How well single latents and concepts follow attributes, beside every control, on users and items held out.
import { at, entryOf } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Activations } from '../activations/harvest.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { gatherEvidence } from '../concepts/evidence.ts';
import { createRandom } from '../math/random.ts';
import type { Codes } from '../sae/codes.ts';
import { bestConceptCorrelations, bestLatentCorrelations, measuredCatalogue } from './best-latent.ts';
import type { Features } from './features.ts';
import { denseFeatures } from './features.ts';
import { probeCorrelations } from './linear-probe.ts';
import { permutedCatalogue } from '../ranking/popularity-strata.ts';
import { splitInterval } from '../math/split-interval.ts';
import { mean } from '../math/mean.ts';

/** Kinds of attributes that items were given by an editor, over which the headline is a mean. */
const EDITED = new Set(['genre', 'era', 'mood']);
const EDITED_AND_TAGS = new Set([...EDITED, 'tag']);

/** The catalogue with the attributes of the headline: of those kinds, on at least `minItems` items. */
export const measured = (catalogue: Catalogue, minItems: number): Catalogue =>
  measuredCatalogue(catalogue, EDITED, minItems);

/** The measured attributes and tags, which are too many and too sparse for the headline: they are measured as a kind by themselves. */
export const measuredWithTags = (catalogue: Catalogue, minItems: number): Catalogue =>
  measuredCatalogue(catalogue, EDITED_AND_TAGS, minItems);

/** Random halves of the items over which figures are averaged. */
const ITEM_SPLITS = 5;

type Correlations = Metrics['interpretability']['meanCorrelation'];

/** What a single latent is held against; `probe`, `concept` and `permuted` are measured from the evidence itself. */
export type ControlName = 'raw' | 'pca' | 'frozenDecoder' | 'untrainedModel' | 'coOccurrence';
/** Made when their turn comes and let go of before the next, since those of a million positions take hundreds of MB. */
export type Controls = Partial<Record<ControlName, () => Promise<Features>>>;

export interface InterpretabilityInput {
  /** With the attributes that are measured, perhaps with tags. */
  catalogue: Catalogue;
  /** Of users outside the autoencoder's training. */
  activations: Activations;
  codes: Codes;
  latents: number;
  /** Beside the hidden dimensions themselves (`raw`), which are always measured. */
  controls?: Controls;
}

export interface InterpretabilityOptions {
  hook: string;
  maxLatents: number;
  seed: number;
}

/** Each measure's correlations, by attribute. */
type ByAttribute = Record<'sae' | 'concept' | 'permuted' | 'probe', number[]> &
  Partial<Record<ControlName, number[]>>;

/**
 * How well features follow attributes. A figure is the held-out correlation of each attribute's best feature
 * (`bestLatentCorrelations`), in the mean over attributes and over five splits of the items. The features are:
 *
 * - `sae`, one latent, and `concept`, at most `maxLatents` of them
 * - `raw`, one hidden dimension of either sign, and `pca`, one principal component
 * - `frozenDecoder`, `untrainedModel` and `coOccurrence`, one latent of the autoencoders of `trainedControls`
 * - `permuted`, one latent, with the attributes dealt anew among items of like popularity
 * - `probe`, all hidden dimensions, which is the ceiling and no control
 *
 * `ciLow` to `ciHigh` hold 95% of `sae` less the best control of the same split (`splitInterval`). All that is done
 * again for each kind of attribute.
 */
export async function evaluateInterpretability(
  input: InterpretabilityInput,
  options: InterpretabilityOptions,
): Promise<Metrics['interpretability']> {
  const { attributes } = input.catalogue;
  const about = { split: 'test', hook: options.hook } as const;
  const nothing = { attributes: 0, meanCorrelation: { sae: 0, concept: 0, raw: 0 } };
  if (attributes.length === 0) return { ...about, ...nothing };
  const splits = await correlationsOfSplits(input, options);
  const kinds = [...new Set(attributes.map(({ kind }) => kind))];
  const kindOf = (attribute: number): string => at(attributes, attribute).kind;
  return {
    ...about,
    ...(kinds.some((kind) => EDITED.has(kind)) ? summaryOver(splits, (a) => EDITED.has(kindOf(a))) : nothing),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, summaryOver(splits, (a) => kindOf(a) === kind)])),
    byAttribute: Object.fromEntries(
      attributes.map(({ id }, wanted) => [id, summaryOver(splits, (a) => a === wanted).meanCorrelation]),
    ),
  };
}

async function correlationsOfSplits(
  { catalogue, activations, codes, latents, controls }: InterpretabilityInput,
  { seed, maxLatents }: InterpretabilityOptions,
): Promise<ByAttribute[]> {
  const { hidden, hiddenSize } = activations;
  const seeds = Array.from({ length: ITEM_SPLITS }, (_, i) => seed + i);
  const evidence = seeds.map((each) => gatherEvidence(catalogue, activations, codes, latents, each));
  const splits = evidence.map((of, i) => ({
    sae: bestLatentCorrelations(of),
    concept: bestConceptCorrelations(of, maxLatents),
    permuted: bestLatentCorrelations(permuted(of, at(seeds, i))),
    probe: probeCorrelations(of, hidden, hiddenSize),
  }));
  const all: Controls = { raw: async () => denseFeatures(hidden, hiddenSize), ...controls };
  const measuredControls = splits.map((): Partial<Record<ControlName, number[]>> => ({}));
  for (const [name, make] of Object.entries(all)) {
    const features = await make();
    evidence.forEach((of, i) => {
      measuredControls[i] = { ...measuredControls[i], [name]: bestLatentCorrelations(of, features) };
    });
  }
  return splits.map((split, i) => ({ ...split, ...measuredControls[i] }));
}

const permuted = (evidence: Evidence, seed: number): Evidence => ({
  ...evidence,
  catalogue: permutedCatalogue(evidence.catalogue, createRandom(seed, 'permuted attributes')),
});

/** Mean over the attributes that are wanted, then over splits, and how far `sae` is ahead of the best control. */
function summaryOver(
  splits: readonly ByAttribute[],
  wanted: (attribute: number) => boolean,
): Pick<Metrics['interpretability'], 'attributes' | 'meanCorrelation' | 'ciLow' | 'ciHigh'> {
  const means = splits.map((split) => meansOf(split, wanted));
  const { low, high } = splitInterval(means.map((split) => split.sae - bestControl(split)));
  const names = Object.keys(at(means, 0));
  const over = (name: string): number => mean(means.map((split) => entryOf(split, name)));
  return {
    attributes: at(splits, 0).sae.filter((_, a) => wanted(a)).length,
    meanCorrelation: Object.fromEntries(names.map((name) => [name, over(name)])) as Correlations,
    ciLow: low,
    ciHigh: high,
  };
}

function meansOf(split: ByAttribute, wanted: (attribute: number) => boolean): Correlations {
  const entries = Object.entries(split).map(([name, values]) => [
    name,
    mean(values.filter((_, attribute) => wanted(attribute))),
  ]);
  return Object.fromEntries(entries) as Correlations;
}

/** What the autoencoder itself reaches, and the ceiling. */
const NO_CONTROLS = new Set(['sae', 'concept', 'probe']);

function bestControl(correlations: Correlations): number {
  const controls = Object.entries(correlations).filter(([name]) => !NO_CONTROLS.has(name));
  return Math.max(...controls.map(([, correlation]) => correlation));
}
