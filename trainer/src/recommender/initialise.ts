// New recommenders, and the way between tensors of a backend and plain named weights.
import { at } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../math/random.ts';
import { distanceBuckets } from './distances.ts';
import type { Parameters, Recommender } from './recommender.ts';
import { isCausal, longestSequence } from './sequences.ts';
import type { RecommenderConfig } from './weights.ts';
import type { Weight, Weights } from '../files/weights.ts';

type NamedShape = [name: string, shape: number[]];

const normShapes = (name: string, d: number): NamedShape[] => [
  [`${name}.gain`, [d]],
  [`${name}.bias`, [d]],
];

const linearShapes = (name: string, from: number, to: number): NamedShape[] => [
  [`${name}.weight`, [from, to]],
  [`${name}.bias`, [to]],
];

/** Names and shapes of every weight of a config, in order of use. */
export function weightShapes(config: RecommenderConfig): NamedShape[] {
  const { items, hiddenSize: d, blocks } = config;
  const mask: NamedShape[] = isCausal(config) ? [] : [['mask', [1, d]]];
  const learned: NamedShape[] =
    config.positions === 'relative' ? [] : [['positions', [longestSequence(config), d]]];
  const separate: NamedShape[] = config.output === 'separate' ? [['output', [items, d]]] : [];
  return [
    ['items', [items, d]],
    ...mask,
    ...learned,
    ...Array.from({ length: blocks }, (_, k) => blockShapes(config, `blocks.${k}`)).flat(),
    ...normShapes('norm', d),
    ...separate,
  ];
}

function blockShapes(config: RecommenderConfig, name: string): NamedShape[] {
  const { hiddenSize: d, feedForwardSize: f, heads } = config;
  const ligr = config.block === 'ligr';
  const gate = (branch: 1 | 2): NamedShape[] => (ligr ? linearShapes(`${name}.gate${branch}`, d, d) : []);
  const distances: NamedShape[] =
    config.positions === 'relative' ? [[`${name}.distances`, [distanceBuckets(config), heads]]] : [];
  return [
    ...normShapes(`${name}.norm1`, d),
    ...linearShapes(`${name}.qkv`, d, 3 * d),
    ...distances,
    ...linearShapes(`${name}.out`, d, d),
    ...gate(1),
    ...normShapes(`${name}.norm2`, d),
    ...linearShapes(`${name}.up`, d, ligr ? 2 * f : f),
    ...linearShapes(`${name}.down`, f, d),
    ...gate(2),
  ];
}

/**
 * Gains 1, biases 0, tables N(0, .02), projections N(0, 1/√fan-in), those that end a residual branch smaller by
 * √(2·blocks) (GPT-2), so that the stream's variance does not grow with depth.
 */
export function initialWeights(config: RecommenderConfig, seed: number): Weights {
  const random = createRandom(seed, 'initial weights');
  const weights: Weights = {};
  for (const [name, shape] of weightShapes(config)) {
    const deviation = initialDeviation(name, shape, config.blocks);
    const size = shape.reduce((product, n) => product * n, 1);
    const fill = name.endsWith('.gain') ? () => 1 : () => (deviation === 0 ? 0 : deviation * random.normal());
    weights[name] = { shape, data: Float32Array.from({ length: size }, fill) };
  }
  return weights;
}

function initialDeviation(name: string, shape: number[], blocks: number): number {
  if (['items', 'mask', 'positions', 'output'].includes(name)) return 0.02;
  if (!name.endsWith('.weight')) return 0;
  const endsBranch = name.endsWith('.out.weight') || name.endsWith('.down.weight');
  return 1 / Math.sqrt(at(shape, 0)) / (endsBranch ? Math.sqrt(2 * blocks) : 1);
}

export function toParameters(weights: Weights): Parameters {
  return Object.fromEntries(
    Object.entries(weights).map(([name, w]) => [name, tf.tensor(w.data, w.shape, 'float32')]),
  );
}

/** Reads the values back from the backend. */
export async function toWeights(parameters: Parameters): Promise<Weights> {
  const entries = Object.entries(parameters).map(async ([name, tensor]): Promise<[string, Weight]> => {
    return [name, { shape: tensor.shape, data: Float32Array.from(await tensor.data<'float32'>()) }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A checkpoint does not fit the config or the catalogue that it is loaded for. */
export class CheckpointMismatch extends Error {
  override name = 'CheckpointMismatch';
}

/**
 * A model on the current backend from weights that fit the config.
 *
 * @throws CheckpointMismatch naming the first weight that is missing, of another shape or not the config's
 */
export function loadRecommender(config: RecommenderConfig, weights: Weights): Recommender {
  const expected = weightShapes(config);
  refuseOtherCatalogue(config, weights);
  for (const [name, shape] of expected) {
    const found = weights[name]?.shape.join('×') ?? 'nothing';
    if (found !== shape.join('×')) {
      const problem = `weight "${name}": expected ${shape.join('×')}, found ${found}`;
      throw new CheckpointMismatch(`${problem}; load it with the config it was saved with`);
    }
  }
  const known = new Set(expected.map(([name]) => name));
  const unknown = Object.keys(weights).find((name) => !known.has(name));
  if (unknown !== undefined) {
    const problem = `weight "${unknown}": this config has no such weight`;
    throw new CheckpointMismatch(`${problem}; load it with the config it was saved with`);
  }
  return { config, parameters: toParameters(weights) };
}

function refuseOtherCatalogue({ items, hiddenSize }: RecommenderConfig, weights: Weights): void {
  const [saved, width] = weights['items']?.shape ?? [];
  if (saved === undefined || saved === items || width !== hiddenSize) return;
  throw new CheckpointMismatch(
    `the model was saved for a catalogue of ${saved} items, and this one has ${items}: ` +
      'use the data it was trained on, or train again',
  );
}

export function disposeRecommender(model: Recommender): void {
  tf.dispose(model.parameters);
}
