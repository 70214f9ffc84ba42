// What a basis of latents does to each person of a bench, by derivatives: what the Worker finds by differences for one
// (shared/src/steering-gradient.ts).
import * as tf from '@tensorflow/tfjs-core';
import type { Basis } from '@trimtab/shared/concepts.ts';
import { nearestBoost } from '@trimtab/shared/steering-gradient.ts';
import { transposedB } from '../tensorflow/products.ts';
import { shareGradients } from './personal-effect.ts';
import type { SteeringBench } from './steering-bench.ts';

export interface ItemsOfConcept {
  id: string;
  items: ReadonlySet<number>;
}

export interface BasisField {
  /** δ of each user: the edit of the basis nearest to a boost of the concept that leaves the others alone. ∈ [users, k] */
  directions(concept: ItemsOfConcept): Promise<Float64Array>;
}

export interface FieldOptions {
  basis: Basis;
  /** W_dec ∈ [latents, d] */
  decoder: Float32Array;
  hiddenSize: number;
  items: number;
  /** Concepts whose shares are to stay, with the items of each. */
  others: readonly ItemsOfConcept[];
}

export async function basisField(bench: SteeringBench, options: FieldOptions): Promise<BasisField> {
  const { items, others } = options;
  const rows = rowsOf(options);
  const k = options.basis.length;
  const metrics = metricsOf(await bench.personalFisher(), bench.users, rows);
  const gains: Float32Array[] = [];
  for (const other of others) gains.push(await gainsOf(bench, items, other, rows));
  return {
    async directions(concept) {
      const own = await gainsOf(bench, items, concept, rows);
      const staying = gains.filter((_, i) => others[i]?.id !== concept.id);
      const directions = new Float64Array(bench.users * k);
      for (let user = 0; user < bench.users; user++) {
        const of = (all: Float32Array): Float32Array => all.subarray(user * k, (user + 1) * k);
        const metric = metrics.subarray(user * k * k, (user + 1) * k * k);
        directions.set(nearestBoost(metric, of(own), staying.map(of)), user * k);
      }
      return directions;
    },
  };
}

/** W of the basis. ∈ [k][d] */
const rowsOf = ({ basis, decoder, hiddenSize: d }: FieldOptions): number[][] =>
  basis.map(({ index }) => [...decoder.subarray(index * d, (index + 1) * d)]);

/** W·F_u·Wᵀ of each user. @param fisher ∈ [users, d, d] @returns ∈ [users, k, k] */
function metricsOf(fisher: Float32Array, users: number, rows: number[][]): Float32Array {
  return tf.tidy(() => {
    const own = tf.tensor2d(rows);
    const [k, d] = own.shape;
    const across = transposedB(tf.tensor2d(fisher, [users * d, d]), own); // F_u·Wᵀ ∈ [users·d, k]
    const turned = tf.transpose(tf.reshape(across, [users, d, k]), [0, 2, 1]);
    return transposedB(tf.reshape(turned, [users * k, d]), own).dataSync<'float32'>();
  });
}

/** c_u = W·∇Σ_{i∈C} p_i of each user. ∈ [users, k] */
async function gainsOf(
  bench: SteeringBench,
  items: number,
  { items: wanted }: ItemsOfConcept,
  rows: number[][],
): Promise<Float32Array> {
  const gradients = await shareGradients(bench, items, wanted);
  return tf.tidy(() => {
    const own = tf.tensor2d(rows);
    return transposedB(tf.tensor2d(gradients, [bench.users, own.shape[1]]), own).dataSync<'float32'>();
  });
}
