// What a kind of autoencoder says of itself; all else is the same for every kind.
import type * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../files/weights.ts';
import { weightOf } from '../files/weights.ts';
import type { GraphBuilder, TensorName } from '../graph/builder.ts';
import type { Parameters } from '../recommender/recommender.ts';
import type { AutoencoderConfig } from '../recommender/weights.ts';
import type { Autoencoder } from './autoencoder.ts';
import type { BatchLoss, LossOptions } from './loss.ts';

/** An autoencoder as it is saved, input normalisation folded in. */
export interface SavedAutoencoder {
  config: AutoencoderConfig;
  weights: Weights;
}

export interface AutoencoderKind {
  /** The loss of a batch of normalised activations. */
  loss(sae: Autoencoder, x: tf.Tensor2D, options: LossOptions): BatchLoss;
  /**
   * The code of each position by itself, as the exported graph computes it.
   *
   * @param pre relu(x·W_enc + b_enc) ∈ [n, latents]
   */
  select(pre: tf.Tensor2D, config: AutoencoderConfig, parameters: Parameters): tf.Tensor2D;
  /**
   * The same in the exported graph, for one position.
   *
   * @param pre hidden·W_enc + b_enc: [1, latents] @param hidden raw activations: [1, d] @returns [1, latents]
   */
  graph(graph: GraphBuilder, pre: TensorName, sae: SavedAutoencoder, hidden: TensorName): TensorName;
  /** Shapes of weights beside encoder and decoder. */
  shapes?: Record<string, number[]>;
  /** Weights that are measured on training batches once all others are learnt. */
  settle?(sae: Autoencoder, batches: Iterable<tf.Tensor2D>): Promise<Weights>;
}

/** W_dec [latents, d] under `name`: an autoencoder that refines its codes has it in both graphs. */
export function decoderOf(
  graph: GraphBuilder,
  name: string,
  { config, weights }: SavedAutoencoder,
): TensorName {
  const shape = [config.latents, config.hiddenSize];
  return graph.floats(name, shape, weightOf(weights, 'decoder.weight', shape).data);
}
