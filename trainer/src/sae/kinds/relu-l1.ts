// ReLU and an L1 penalty, as in the analysis of sequential recommenders of arXiv 2507.12202.
import * as tf from '@tensorflow/tfjs-core';
import type { Autoencoder } from '../autoencoder.ts';
import { preActivations, reconstructionError } from '../autoencoder.ts';
import type { AutoencoderKind } from '../kind.ts';
import type { BatchLoss, LossOptions } from '../loss.ts';

/** Keeps the gradient of a norm finite where the error is 0. */
const SMALLEST_SQUARE = 1e-12;

export const reluL1: AutoencoderKind = {
  loss: reluL1Loss,
  select: (pre) => pre,
  graph: (graph, pre) => graph.node('Relu', [pre]),
};

/** The mean over positions of ‖x - x̂‖₂ + λ·‖z‖₁, the first term not squared, and z = relu(…) whole. */
function reluL1Loss(sae: Autoencoder, x: tf.Tensor2D, { l1Weight }: LossOptions): BatchLoss {
  const z = preActivations(sae, x);
  const squares = tf.sum(tf.square(reconstructionError(sae, x, z)), 1); // [n]
  const distance = tf.mean(tf.sqrt(tf.add(squares, SMALLEST_SQUARE)));
  const penalty = tf.mean(tf.sum(z, 1)); // z ≥ 0
  return { loss: tf.add(distance, tf.mul(penalty, l1Weight)), fired: tf.sum(z, 0) };
}
