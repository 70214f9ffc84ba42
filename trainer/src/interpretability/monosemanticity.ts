// Monosemanticity: how alike the items are on which a feature fires, beyond items of the same popularity.
import { at, lookUp } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Activations } from '../activations/harvest.ts';
import type { Random } from '../math/random.ts';
import { permuteWithin, popularityStrata } from '../ranking/popularity-strata.ts';
import { mean } from '../math/mean.ts';

/** w of a feature: only the items that it fires on, rising, since a catalogue may have hundreds of thousands. */
export interface ItemWeights {
  items: Int32Array;
  weights: Float64Array;
}

/** @param sums of each item that something fell on */
export function itemWeights(sums: ReadonlyMap<number, number>): ItemWeights {
  const items = Int32Array.from(sums.keys()).sort();
  return { items, weights: Float64Array.from(items, (item) => lookUp(sums, item)) };
}

/** Random sets against which each feature's items are held. */
const RANDOM_SETS = 10;

/**
 * Σ_{i<j} w_i·w_j·cos(v_i, v_j) / Σ_{i<j} w_i·w_j over pairs of items, with w_i the feature's activation on item i
 * summed over positions and v_i the item's attributes weighted by ln(items / items with the attribute); less the mean
 * of the same over sets in which each item is exchanged for one of like popularity. Mean over features that fire on
 * two items or more. After the monosemanticity score of Pach et al. (2025, arXiv 2504.02821); attributes in place of
 * image embeddings, and the popularity-matched sets, are ours.
 *
 * @param weights by feature
 */
export function monosemanticity(
  weights: readonly ItemWeights[],
  catalogue: Catalogue,
  random: Random,
): number {
  const vectors = attributeVectors(catalogue);
  const strata = popularityStrata(catalogue.counts);
  const items = catalogue.ids.length;
  const size = catalogue.attributes.length;
  const sets = Array.from({ length: RANDOM_SETS }, () => permuteWithin(strata, items, random));
  const itself = Int32Array.from({ length: items }, (_, item) => item);
  const scores = weights
    .filter((w) => w.weights.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) > 1)
    .map(
      (w) =>
        weightedSimilarity(w, vectors, itself, size) -
        mean(sets.map((source) => weightedSimilarity(w, vectors, source, size))),
    );
  return scores.length === 0 ? 0 : mean(scores);
}

/** The numbers of a vector that are not 0, by their places, which rise. */
export interface SparseVector {
  places: readonly number[];
  values: Float64Array;
}

/** Unit vectors, or zero where an item has no attribute that tells it from all others. ∈ [items][attributes] */
function attributeVectors({ attributes, itemAttributes }: Catalogue): SparseVector[] {
  const sizes = attributes.map(() => 0);
  for (const list of itemAttributes) for (const a of list) sizes[a] = (sizes[a] as number) + 1;
  return itemAttributes.map((list) => {
    const places = list.toSorted((a, b) => a - b);
    const values = Float64Array.from(places, (a) => Math.log(itemAttributes.length / (sizes[a] as number)));
    const norm = Math.hypot(...values);
    return { places, values: norm > 0 ? values.map((value) => value / norm) : values };
  });
}

/**
 * Σ_{i<j} w_i·w_j·(u_i·u_j) / Σ_{i<j} w_i·w_j, item i having the vector of item source_i. No pair is visited:
 * Σ_{i<j} w_i·w_j·(u_i·u_j) = (‖Σ w_i·u_i‖² - Σ w_i²‖u_i‖²) / 2, and likewise below.
 *
 * @param size numbers of a vector
 */
export function weightedSimilarity(
  { items, weights }: ItemWeights,
  vectors: readonly SparseVector[],
  source: Int32Array,
  size: number,
): number {
  const total = new Float64Array(size);
  const sums = { own: 0, w: 0, ww: 0 };
  items.forEach((item, i) => {
    const weight = weights[i] as number;
    if (weight <= 0) return;
    const { places, values } = at(vectors, source[item] ?? item);
    sums.w += weight;
    sums.ww += weight * weight;
    let square = 0;
    values.forEach((value, n) => {
      const a = places[n] as number;
      total[a] = (total[a] as number) + weight * value;
      square += value * value;
    });
    sums.own += weight * weight * square;
  });
  const together = total.reduce((sum, value) => sum + value * value, 0);
  return (together - sums.own) / (sums.w * sums.w - sums.ww);
}

/**
 * The hidden dimensions, of both signs, as features that fire as seldom as latents do: w sums how far the state lies
 * from its mean where it is among the `share` highest of the rows, and is 0 elsewhere.
 */
export function weightsOfDimensions(
  { hidden, hiddenSize: d, items }: Activations,
  rows: Int32Array,
  share: number,
): ItemWeights[] {
  return Array.from({ length: 2 * d }, (_, feature) => {
    const sign = feature < d ? 1 : -1;
    const series = Float64Array.from(rows, (row) => sign * (hidden[row * d + (feature % d)] as number));
    const middle = mean(series);
    const rising = series.slice().sort();
    const threshold = share > 0 ? at(rising, Math.floor((1 - share) * series.length)) : Infinity;
    const sums = new Map<number, number>();
    series.forEach((value, i) => {
      const item = items[rows[i] as number] as number;
      if (value >= threshold && value > middle) sums.set(item, (sums.get(item) ?? 0) + value - middle);
    });
    return itemWeights(sums);
  });
}
