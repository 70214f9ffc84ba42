// EASE: the linear model of which items accompany which that has a closed form, and is hard to beat without order.
import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../data/dataset.ts';
import type { Baseline } from './baseline.ts';
import { addPairCounts, holdersOf, trainingSets } from './pair-counts.ts';
import { invertSymmetric } from './symmetric-inverse.ts';

/** Weight of the squared entries of B: what its author chose for MovieLens-20M. */
const REGULARISATION = 500;

/** Items beyond which EASE is left out: time grows with their cube, memory (4 bytes a pair, some times) with their square. */
export const MOST_EASE_ITEMS = 5000;

/**
 * B = argmin ‖X - XB‖² + λ‖B‖² with diag(B) = 0, X ∈ {0, 1} [users, items] what each user has in training:
 *
 *   P = (XᵀX + λI)⁻¹,   B_ij = -P_ij / P_jj for i ≠ j,   score[j] = Σ_{i ∈ history} B_ij
 *
 * Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data".
 *
 * @returns null when there are more than `MOST_EASE_ITEMS` items
 */
export function ease(data: Dataset, regularisation = REGULARISATION): Baseline | null {
  const items = data.catalogue.ids.length;
  if (items > MOST_EASE_ITEMS) return null;
  const weights = weightsOf(data, regularisation); // B, [items, items]
  return {
    score: (histories) =>
      read(() => {
        const held = tf.tensor2d(heldOf(histories, items), [histories.length, items]);
        return tf.matMul(held, tf.tensor2d(weights, [items, items]));
      }),
  };
}

/** The values of what is computed; read outside `tidy`, which would look through every number returned for tensors. */
function read(compute: () => tf.Tensor2D): Float32Array {
  const tensor = tf.tidy(compute);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}

function weightsOf(data: Dataset, regularisation: number): Float32Array {
  const items = data.catalogue.ids.length;
  const gram = gramOf(data, regularisation);
  const inverse = read(() => invertSymmetric(tf.tensor2d(gram, [items, items]))); // P
  const diagonal = Float32Array.from({ length: items }, (_, item) => inverse[item * items + item] as number);
  return inverse.map((value, cell) => {
    const column = cell % items;
    return column === Math.floor(cell / items) ? 0 : -value / (diagonal[column] as number);
  });
}

/** XᵀX + λI ∈ [items, items] */
function gramOf(data: Dataset, regularisation: number): Float32Array {
  const items = data.catalogue.ids.length;
  const sets = trainingSets(data);
  const gram = new Float32Array(items * items); // whole numbers below 2²⁴ are exact
  holdersOf(sets, items).forEach((holders, item) => {
    const row = gram.subarray(item * items, (item + 1) * items);
    addPairCounts(sets, holders, row);
    row[item] = (row[item] as number) + regularisation;
  });
  return gram;
}

/** 1 where the history has the item. ∈ [histories, items] */
function heldOf(histories: readonly Int32Array[], items: number): Float32Array {
  const held = new Float32Array(histories.length * items);
  histories.forEach((history, user) => {
    for (const item of history) held[user * items + item] = 1;
  });
  return held;
}
