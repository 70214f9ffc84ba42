// Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019) as a pure step over named tensors.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';

export interface AdamState {
  step: number;
  first: Parameters;
  second: Parameters;
}

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Applied to matrices and tables, not to gains and biases. */
  weightDecay?: number;
  /** Largest norm of all gradients together; larger ones are scaled down to it. */
  clipNorm?: number;
}

export function initialAdam(parameters: Parameters): AdamState {
  const zeros = (): Parameters =>
    Object.fromEntries(Object.entries(parameters).map(([name, p]) => [name, tf.zerosLike(p)]));
  return { step: 0, first: zeros(), second: zeros() };
}

/** √Σ‖g‖² over all gradients. */
export function globalNorm(gradients: Parameters): tf.Scalar {
  return tf.tidy(
    () => tf.sqrt(tf.addN(Object.values(gradients).map((g) => tf.sum(tf.square(g))))) as tf.Scalar,
  );
}

/**
 * m ← β₁m + (1-β₁)g;  v ← β₂v + (1-β₂)g²;  p ← p - η·(m̂/(√v̂ + ε) + λp).
 *
 * Takes over `parameters`, `state` and `gradients`: the old tensors are disposed of, the new ones are returned.
 */
export function adamStep(
  parameters: Parameters,
  gradients: Parameters,
  state: AdamState,
  options: AdamOptions,
): { parameters: Parameters; state: AdamState } {
  const {
    learningRate,
    beta1 = 0.9,
    beta2 = 0.98,
    epsilon = 1e-8,
    weightDecay = 0,
    clipNorm = Infinity,
  } = options;
  const step = state.step + 1;
  const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  const next = tf.tidy(() => {
    const clip = Number.isFinite(clipNorm)
      ? tf.minimum(1, tf.div(clipNorm, globalNorm(gradients)))
      : tf.scalar(1);
    const result = { parameters: {} as Parameters, first: {} as Parameters, second: {} as Parameters };
    for (const [name, p] of Object.entries(parameters)) {
      const g = tf.mul(gradients[name] as tf.Tensor, clip);
      const m = tf.add(tf.mul(state.first[name] as tf.Tensor, beta1), tf.mul(g, 1 - beta1));
      const v = tf.add(tf.mul(state.second[name] as tf.Tensor, beta2), tf.mul(tf.square(g), 1 - beta2));
      // ε is scaled as v is (the "epsilon hat" of the paper), which saves two operations a weight.
      const move = tf.mul(tf.div(m, tf.add(tf.sqrt(v), epsilon)), rate);
      const decayed = weightDecay > 0 && p.rank > 1 ? tf.mul(p, 1 - learningRate * weightDecay) : p;
      result.parameters[name] = tf.sub(decayed, move);
      result.first[name] = m;
      result.second[name] = v;
    }
    return result;
  });
  tf.dispose([parameters, gradients, state.first, state.second]);
  return { parameters: next.parameters, state: { step, first: next.first, second: next.second } };
}

/** Linear warm-up to the peak, then linear decay to a tenth of it at `totalSteps`. */
export function learningRateAt(step: number, peak: number, warmupSteps: number, totalSteps: number): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
  return peak * (1 - 0.9 * progress);
}
