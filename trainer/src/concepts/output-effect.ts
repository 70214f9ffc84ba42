// What moving the hidden state at the hook does to what people are recommended: how much it changes at all, and how
// much of that goes to a concept's items.
import * as tf from '@tensorflow/tfjs-core';
import type { SteeringBench } from '../steering/bench.ts';
import { createRandom } from '../math/random.ts';

export interface OutputEffect {
  hiddenSize: number;
  /**
   * F ∈ [d, d], Fisher's information of the choice probabilities p about the hidden state: adding e costs ½·eᵀFe of
   * Kullback-Leibler divergence between unsteered and steered p, on average over people.
   */
  fisher: Float64Array;
  /**
   * G ∈ [d], the mean over people of ∇ log Σ_{i∈C} p_i, where p is the softmax over the items `among` only.
   *
   * @param items C @param among the items whose labels may be looked at
   */
  massGradient(items: ReadonlySet<number>, among: ReadonlySet<number>): Promise<Float64Array>;
}

/** Draws a user: the mean over some hundred users of so many is within a few percent. */
const DRAWS = 4;

/** @param bench users whose lists concepts may be fitted to */
export async function outputEffect(bench: SteeringBench, items: number, seed: number): Promise<OutputEffect> {
  const states = await bench.hidden();
  const hiddenSize = states.length / bench.users;
  return {
    hiddenSize,
    fisher: await fisherInformation(bench, hiddenSize, seed),
    massGradient: (concept, among) => massGradient(bench, hiddenSize, items, concept, among),
  };
}

/**
 * F = E_u E_{i~p} [v vᵀ] with v = ∇ log p_i = Jᵀ(1_i - p), by drawing i from each user's own p (Amari 1998).
 */
async function fisherInformation(bench: SteeringBench, d: number, seed: number): Promise<Float64Array> {
  const fisher = new Float64Array(d * d);
  const random = createRandom(seed, 'output effect');
  for (let draw = 0; draw < DRAWS; draw++) {
    const chances = Float32Array.from({ length: bench.users }, () => random.next());
    const rows = await bench.pullBack((scores, first) => {
      const p = tf.softmax(scores);
      const chance = tf.expandDims(tf.tensor1d(chances.subarray(first, first + scores.shape[0])), 1);
      const below = tf.less(tf.cumsum(p, 1, true), chance); // what comes before item i, below the chance drawn
      const drawn = tf.sub(tf.sum(tf.cast(below, 'int32'), 1), 1);
      return tf.sub(tf.oneHot(tf.cast(drawn, 'int32') as tf.Tensor1D, scores.shape[1]), p);
    });
    addOuterProducts(fisher, rows, d, 1 / (DRAWS * bench.users));
  }
  return fisher;
}

/** matrix += weight · Σ_rows v vᵀ */
function addOuterProducts(matrix: Float64Array, rows: Float32Array, d: number, weight: number): void {
  for (let row = 0; row < rows.length; row += d) {
    for (let i = 0; i < d; i++) {
      const scaled = weight * (rows[row + i] as number);
      for (let j = 0; j < d; j++)
        matrix[i * d + j] = (matrix[i * d + j] as number) + scaled * (rows[row + j] as number);
    }
  }
}

async function massGradient(
  bench: SteeringBench,
  d: number,
  items: number,
  concept: ReadonlySet<number>,
  among: ReadonlySet<number>,
): Promise<Float64Array> {
  const rows = await massGradients(bench, items, concept, among);
  const mean = new Float64Array(d);
  rows.forEach((value, at) => (mean[at % d] = (mean[at % d] as number) + value / bench.users));
  return mean;
}

/** ∇ log Σ_{i∈C} p_i = Jᵀ(p_C - p) for each user of a bench, p and p_C the softmax over `among` and over C. ∈ [users, d] */
export function massGradients(
  bench: SteeringBench,
  items: number,
  concept: ReadonlySet<number>,
  among?: ReadonlySet<number>,
): Promise<Float32Array> {
  const mask = (set: ReadonlySet<number>): Float32Array =>
    Float32Array.from({ length: items }, (_, item) => (set.has(item) ? 0 : -1e9));
  const outside = among === undefined ? new Float32Array(items) : mask(among);
  const others = mask(concept).map((value, item) => value + (outside[item] as number));
  return bench.pullBack((scores) =>
    tf.sub(tf.softmax(tf.add(scores, tf.tensor1d(others))), tf.softmax(tf.add(scores, tf.tensor1d(outside)))),
  );
}
