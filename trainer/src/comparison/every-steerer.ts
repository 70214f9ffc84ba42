// Every way of steering by one attribute: the latent methods at each hook, single latents, supervised directions, and
// the alternatives that need no inside of the model.
import { at } from '@trimtab/shared/look-up.ts';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import { selectionStatistics } from '../concepts/attribute-concepts.ts';
import { bestLatent } from '../concepts/correlation.ts';
import { createRandom } from '../math/random.ts';
import { itemClassifier } from './item-classifier.ts';
import { mean } from '../math/mean.ts';
import { directionSteerer, supervisedDirections } from './by-direction.ts';
import { boost, classifierBoost, quota } from './by-labels.ts';
import { methodSteerers, oneLatentSteerer } from '../steering/by-latents.ts';
import type { SteeredHook } from './steered-hook.ts';
import type { Steerer } from '../steering/steerer.ts';

export interface SteererOptions {
  /** The run's hook first. */
  hooks: readonly SteeredHook[];
  /** Hidden states of the first hook's evidence. ∈ [positions, d] */
  hidden: Float32Array;
  /** The table that items are scored with. ∈ [items, d] */
  table: Float32Array;
  seed: number;
}

export interface SteeredAttribute {
  id: string;
  /** Place in the catalogue's attributes. */
  index: number;
  items: ReadonlySet<number>;
  /** For each of the hooks. */
  latents: readonly WeightedLatent[][];
}

/** Prepares what all attributes share, and returns what makes the steerers of one. */
export function everySteerer({
  hooks,
  hidden,
  table,
  seed,
}: SteererOptions): (attribute: SteeredAttribute) => Steerer[] {
  const [here] = hooks;
  if (here === undefined) throw new RangeError('no hook to steer at');
  const { evidence, benches, hook, sae } = here;
  const d = sae.config.hiddenSize;
  const directions = supervisedDirections(evidence, hidden, d);
  const statistics = selectionStatistics(evidence);
  const alive = livingLatents(evidence.codes.latent, evidence.latents);
  const stateLength = meanLength(hidden, d);
  return ({ id, index, items, latents }) => {
    const random = createRandom(seed, `random latent for ${id}`);
    const { differenceOfMeans, probe } = directions(index);
    const direction = (method: string, vector: Float32Array): Steerer =>
      directionSteerer(method, hook, benches, vector, stateLength);
    return [
      boost(benches, items),
      quota(benches, items),
      classifierBoost(benches, itemClassifier(table, d, labelled(items, here.items))),
      direction('probe', probe),
      direction('differenceOfMeans', differenceOfMeans),
      ...hooks.flatMap((each, i) => methodSteerers(each, { id, items, latents: at(latents, i) })),
      oneLatentSteerer(here, 'oneLatent', bestLatent(statistics, index).latent),
      oneLatentSteerer(here, 'randomLatent', at(alive, random.integer(alive.length))),
    ];
  };
}

export const labelled = (items: ReadonlySet<number>, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, item) => (items.has(item) ? 1 : 0));

function livingLatents(fired: Int32Array, latents: number): number[] {
  const seen = new Set(fired);
  return Array.from({ length: latents }, (_, latent) => latent).filter((latent) => seen.has(latent));
}

function meanLength(states: Float32Array, d: number): number {
  const lengths: number[] = [];
  for (let row = 0; row < states.length; row += 97 * d)
    lengths.push(Math.hypot(...states.subarray(row, row + d)));
  return mean(lengths);
}
