// EASE: the linear model of which items accompany which that has a closed form, and is hard to beat without order.
import { trainingHistory, userCount, type Dataset } from '../data/dataset.ts';
import type { Baseline } from './baseline.ts';
import { invertSymmetric } from './symmetric-inverse.ts';

/** Weight of the squared entries of B: what its author chose for MovieLens-20M. */
const REGULARISATION = 500;

/** Items beyond which EASE is left out: time grows with their cube, memory (8 bytes a pair) with their square. */
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
  const inverse = Float32Array.from(inverseOf(data, regularisation)); // P, [items, items]
  return { name: 'ease', score: (history) => scoresOf(inverse, items, history) };
}

function inverseOf(data: Dataset, regularisation: number): Float64Array {
  const items = data.catalogue.ids.length;
  const gram = new Float64Array(items * items); // XᵀX + λI
  for (let user = 0; user < userCount(data); user++) {
    const held = Int32Array.from(new Set(trainingHistory(data, user)));
    for (const item of held) {
      const row = item * items;
      for (let n = 0; n < held.length; n++) {
        const cell = row + (held[n] as number);
        gram[cell] = (gram[cell] as number) + 1;
      }
    }
  }
  for (let item = 0; item < items; item++) {
    gram[item * items + item] = (gram[item * items + item] as number) + regularisation;
  }
  invertSymmetric(gram, items);
  return gram;
}

/** Row i of the symmetric P is its column i, so the sum over the history runs along rows, and P_jj divides at the end. */
function scoresOf(inverse: Float32Array, items: number, history: Int32Array): Float32Array {
  const held = new Set(history);
  const sums = new Float64Array(items);
  for (const item of held) {
    const row = item * items;
    for (let other = 0; other < items; other++) {
      sums[other] = (sums[other] as number) + (inverse[row + other] as number);
    }
    sums[item] = (sums[item] as number) - (inverse[row + item] as number); // B_ii = 0
  }
  return Float32Array.from(sums, (sum, item) => -sum / (inverse[item * items + item] as number));
}
