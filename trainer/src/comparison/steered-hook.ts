// A hook made ready for comparisons: its users stopped there, its autoencoder, and the latents of each attribute.
import * as tf from '@tensorflow/tfjs-core';
import type { Basis, WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Activations } from '../activations/harvest.ts';
import { byEffectAndReading } from '../concepts/attribute-concepts.ts';
import { decoderOf } from '../concepts/direction.ts';
import type { LatentEffect } from '../concepts/effect-latents.ts';
import { latentEffect } from '../concepts/effect-latents.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { gatherEvidence, withoutHalves } from '../concepts/evidence.ts';
import type { OutputEffect } from '../concepts/output-effect.ts';
import { outputEffect } from '../concepts/output-effect.ts';
import type { Dataset } from '../data/dataset.ts';
import { itemCount } from '../data/dataset.ts';
import type { Recommender } from '../recommender/recommender.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Weights } from '../files/weights.ts';
import type { ConceptSettings } from '../config/schema.ts';
import { loadAutoencoder, sparseCodes } from '../sae/codes.ts';
import { steeringBasis } from '../concepts/steering-basis.ts';
import type { ItemsOfConcept } from '../steering/basis-field.ts';
import { basisField } from '../steering/basis-field.ts';
import { heldOutUsers } from '../ranking/evaluate-recommender.ts';
import type { Benches } from '../steering/steerer.ts';
import { onceForEach } from '../steering/steerer.ts';
import { steeringBench } from '../steering/bench.ts';
import type { LatentSteering } from '../steering/by-latents.ts';

export interface SteeredHook extends LatentSteering {
  items: number;
  evidence: Evidence;
  output: OutputEffect;
  effect: LatentEffect;
  weights: Weights;
  dispose(): void;
}

export interface HookOptions {
  data: Dataset;
  model: Recommender;
  hook: Hook;
  users: number;
  seed: number;
  /** What `gradient` moves, or of how many latents that shall be chosen. */
  basis: Basis | number;
  /** The concepts whose shares `gradient` leaves where they are. */
  others: readonly ItemsOfConcept[];
}

export async function steeredHook(
  { data, model, hook, users, seed, basis: wanted, others }: HookOptions,
  config: AutoencoderConfig,
  weights: Weights,
  activations: Activations,
): Promise<SteeredHook> {
  const benchOf = (side: keyof Benches) => steeringBench(model, hook, heldOutUsers(data, side, users, seed));
  const benches = { validation: benchOf('validation'), test: benchOf('test') };
  const sae = loadAutoencoder(config, weights);
  const codes = await sparseCodes(sae, activations.hidden);
  const items = itemCount(data);
  const output = await outputEffect(benches.validation, items, seed);
  const { data: decoder, hiddenSize } = decoderOf(weights);
  const effect = latentEffect(output.fisher, decoder, hiddenSize);
  const basis = typeof wanted === 'number' ? steeringBasis(effect, wanted) : wanted;
  return {
    hook,
    benches,
    sae,
    items,
    weights,
    basis,
    field: onceForEach((bench) => basisField(bench, { basis, decoder, hiddenSize, others })),
    output,
    effect,
    evidence: gatherEvidence(data.catalogue, activations, codes, config.latents, seed),
    dispose() {
      benches.validation.dispose();
      benches.test.dispose();
      tf.dispose(sae.parameters);
    },
  };
}

/** The latents of any attribute, chosen as concepts are, by all labels of the evidence given. */
export const latentChooser = (
  { output, effect }: SteeredHook,
  evidence: Evidence,
  settings: ConceptSettings,
): ((attribute: number) => Promise<WeightedLatent[]>) =>
  byEffectAndReading(settings, output, effect)(withoutHalves(evidence));
