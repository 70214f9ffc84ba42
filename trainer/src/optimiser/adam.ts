// Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019) as a pure step over named tensors.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';
import { hasKernels, runKernel } from '../tensorflow/native/kernels.ts';
import { flatten, unflatten } from './flat.ts';

export interface AdamState {
  step: number;
  /** Moments of all weights end to end, in the order of the parameters. */
  first: tf.Tensor1D;
  second: tf.Tensor1D;
}

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number | undefined;
  epsilon?: number;
  /** Applied to matrices and tables, not to gains and biases. */
  weightDecay?: number;
  /** Largest norm of all gradients together; larger ones are scaled down to it. */
  clipNorm?: number;
}

export type AdamConstants = Pick<AdamOptions, 'beta1' | 'beta2' | 'epsilon'>;

/** β₁, β₂ and ε as they are used. */
export const constantsOf = ({
  beta1 = 0.9,
  beta2 = 0.98,
  epsilon = 1e-8,
}: AdamConstants): Required<AdamConstants> => ({ beta1, beta2, epsilon });

/** η·√(1 - β₂ᵗ)/(1 - β₁ᵗ): the rate of step t, which counts from 1, with what moments that began at 0 lack. */
export function correctedRate(learningRate: number, step: number, constants: AdamConstants): number {
  const { beta1, beta2 } = constantsOf(constants);
  return (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}

export function initialAdam(parameters: Parameters): AdamState {
  const size = Object.values(parameters).reduce((sum, p) => sum + p.size, 0);
  return { step: 0, first: tf.zeros([size]), second: tf.zeros([size]) };
}

/**
 * m ← β₁m + (1-β₁)g;  v ← β₂v + (1-β₂)g²;  p ← p - η·(m̂/(√v̂ + ε) + λp).
 *
 * All weights move as one long vector: a dozen operations in place of a dozen a weight, whose calls would cost more
 * than their arithmetic. Takes over `parameters`, `state` and `gradients`: the old tensors are disposed of, the new
 * ones are returned.
 */
export function adamStep(
  parameters: Parameters,
  gradients: Parameters,
  state: AdamState,
  options: AdamOptions,
): { parameters: Parameters; state: AdamState } {
  const { learningRate, weightDecay = 0, clipNorm = Infinity } = options;
  const { beta1, beta2, epsilon } = constantsOf(options);
  const step = state.step + 1;
  const rate = correctedRate(learningRate, step, options);
  const next = tf.tidy(() => {
    const names = Object.keys(parameters);
    const g = flatten(gradients, names);
    const weights = decayed(parameters, learningRate * weightDecay);
    const settings = { rate, beta1, beta2, epsilon, clipNorm };
    const { moved, ...moments } = (hasKernels() ? moveByKernel : move)(weights, g, state, settings);
    return { parameters: unflatten(moved, parameters), ...moments };
  });
  tf.dispose([parameters, gradients, state.first, state.second]);
  return { parameters: next.parameters, state: { step, first: next.first, second: next.second } };
}

/** ‖g‖ = √Σg² */
export const normOf = (g: tf.Tensor1D): tf.Scalar => tf.sqrt(tf.sum<tf.Scalar>(tf.square(g)));

/** What gradients are multiplied by so that their norm is at most `clipNorm`. */
const clippedScale = (g: tf.Tensor1D, clipNorm: number): tf.Scalar =>
  Number.isFinite(clipNorm) ? tf.minimum(1, tf.div(clipNorm, normOf(g))) : tf.scalar(1);

interface MoveSettings {
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Of the gradients, at most. */
  clipNorm: number;
}

interface Moved {
  moved: tf.Tensor1D;
  first: tf.Tensor1D;
  second: tf.Tensor1D;
}

function move(weights: tf.Tensor1D, gradients: tf.Tensor1D, state: AdamState, settings: MoveSettings): Moved {
  const { rate, beta1, beta2, epsilon, clipNorm } = settings;
  const g = tf.mul(gradients, clippedScale(gradients, clipNorm));
  const first = tf.add<tf.Tensor1D>(tf.mul(state.first, beta1), tf.mul(g, 1 - beta1));
  const second = tf.add<tf.Tensor1D>(tf.mul(state.second, beta2), tf.mul(tf.square(g), 1 - beta2));
  // ε is scaled as v is (the "epsilon hat" of the paper), which saves two operations.
  const step = tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), rate);
  return { moved: tf.sub(weights, step), first, second };
}

const moveByKernel: typeof move = (weights, gradients, state, settings) => {
  const { rate, beta1, beta2, epsilon, clipNorm } = settings;
  const numbers = tf.tensor1d([rate, beta1, beta2, epsilon, clipNorm]);
  const inputs = [weights, gradients, state.first, state.second, numbers];
  const [moved, first, second] = runKernel('Adam', inputs, 3) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  return { moved, first, second };
};

/** Weights end to end, those of matrices and tables smaller by this share. */
function decayed(parameters: Parameters, share: number): tf.Tensor1D {
  const shrunk = Object.entries(parameters).map(([name, p]): [string, tf.Tensor] => [
    name,
    share > 0 && p.rank > 1 ? tf.mul(p, 1 - share) : p,
  ]);
  return flatten(Object.fromEntries(shrunk), Object.keys(parameters));
}

export interface Schedule {
  /** The way down from the peak: a straight line, or half a cosine. */
  schedule?: 'linear' | 'cosine';
  /** What is left at `totalSteps`, as a share of the peak. */
  finalRate?: number;
}

/** Linear warm-up to the peak, then down to the floor at `totalSteps`; steps count from 0. */
export function learningRateAt(
  step: number,
  peak: number,
  warmupSteps: number,
  totalSteps: number,
  { schedule = 'linear', finalRate = 0.1 }: Schedule = {},
): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
  const left = schedule === 'cosine' ? (1 + Math.cos(Math.PI * progress)) / 2 : 1 - progress;
  return peak * (finalRate + (1 - finalRate) * left);
}
