// What moving the hidden state does to each person's own choice probabilities: what the method `gradient` goes by.
import * as tf from '@tensorflow/tfjs-core';
import type { HookState } from '../recommender/head.ts';
import { finalFromHook, scoresFromHook } from '../recommender/head.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { parameter } from '../recommender/recommender.ts';
import { outputTable } from '../recommender/weights.ts';
import { batchMatMul } from '../tensorflow/ops.ts';
import { transposedA } from '../tensorflow/products.ts';
import type { BenchUser, SteeringBench } from './steering-bench.ts';

const EXCLUDED = -1e9;

/** p ∈ [users, items]: the softmax over what each user's list may hold. */
function chances(scores: tf.Tensor2D, users: readonly BenchUser[]): tf.Tensor2D {
  const [rows, items] = scores.shape;
  const outside = new Float32Array(rows * items);
  users.forEach(({ excluded }, row) => {
    for (const item of excluded) outside[row * items + item] = EXCLUDED;
  });
  return tf.softmax(tf.add<tf.Tensor2D>(scores, tf.tensor2d(outside, scores.shape)));
}

/**
 * F_u = H·Cov_p(E)·Hᵀ, where H = ∂h/∂x ∈ [d, d] is how the last state h answers to the state x at the hook, scores are
 * E·h, and Cov_p(E) is the covariance of the items' rows under the user's own p.
 *
 * @returns ∈ [users, d, d]
 */
export function personalFisher(
  model: Recommender,
  state: HookState,
  users: readonly BenchUser[],
): tf.Tensor3D {
  return tf.tidy(() => {
    const d = model.config.hiddenSize;
    const table = parameter(model, outputTable(model.config)) as tf.Tensor2D; // [items, d]
    const p = chances(scoresFromHook(model, state), users);
    const covariances = tf.stack(
      tf.unstack(p).map((own) => tf.tidy(() => covarianceOf(table, own as tf.Tensor1D))),
    );
    const rows = Array.from({ length: d }, (_, dimension) => answers(model, state, dimension));
    const jacobian = tf.stack(rows, 2) as tf.Tensor3D; // [users, d of x, d of h]
    return batchMatMul(batchMatMul(jacobian, covariances as tf.Tensor3D), jacobian, true);
  });
}

/** ∂h_i/∂x of each user. ∈ [users, d] */
const answers = (model: Recommender, state: HookState, dimension: number): tf.Tensor2D =>
  tf.grad((change) =>
    tf.sum(tf.slice(finalFromHook(model, state, change as tf.Tensor2D), [0, dimension], [-1, 1])),
  )(tf.zerosLike(state.hidden)) as tf.Tensor2D;

/** Σ_i p_i·E_i E_iᵀ - mean·meanᵀ ∈ [d, d] */
function covarianceOf(table: tf.Tensor2D, p: tf.Tensor1D): tf.Tensor2D {
  const weighed = tf.mul<tf.Tensor2D>(table, tf.expandDims(p, 1));
  const mean = tf.sum<tf.Tensor2D>(weighed, 0, true);
  return tf.sub(transposedA(weighed, table), transposedA(mean, mean));
}

/** ∇ Σ_{i∈C} p_i = Jᵀ(p∘(1_C - Σ_{i∈C} p_i)) of each user. ∈ [users, d] */
export function shareGradients(
  bench: SteeringBench,
  items: number,
  concept: ReadonlySet<number>,
): Promise<Float32Array> {
  const inside = Float32Array.from({ length: items }, (_, item) => (concept.has(item) ? 1 : 0));
  return bench.pullBack((scores, first) => {
    const p = chances(scores, bench.held.slice(first, first + scores.shape[0]));
    const own = tf.tensor1d(inside);
    return tf.mul(p, tf.sub(own, tf.sum(tf.mul(p, own), 1, true)));
  });
}
