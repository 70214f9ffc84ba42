// How strongly a concept fires at each position, and what that says about its items.
import type { Concept, WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { Codes } from '../sae/codes.ts';

/** Σ_j r_j·z_j at each of the rows, with r_j the latent's reading, or its weight where it has none. ∈ [rows] */
export function conceptActivation(
  codes: Codes,
  latents: readonly WeightedLatent[],
  rows: Int32Array,
): Float32Array {
  const reads = new Map(latents.map(({ index, weight, reading }) => [index, reading ?? weight]));
  return Float32Array.from(rows, (row) => {
    let sum = 0;
    for (let i = row * codes.k; i < (row + 1) * codes.k; i++) {
      const latent = codes.latent[i] as number;
      if (latent < 0) break;
      sum += (reads.get(latent) ?? 0) * (codes.value[i] as number);
    }
    return sum;
  });
}

/** Mean activation of each item over its positions, and how many there are. Both ∈ [items] */
export function meanByItem(
  activation: Float32Array,
  itemAtRow: ArrayLike<number>,
  items: number,
): { mean: Float32Array; count: Int32Array } {
  const mean = new Float32Array(items);
  const count = new Int32Array(items);
  activation.forEach((value, row) => {
    const item = itemAtRow[row] as number;
    mean[item] = (mean[item] as number) + value;
    count[item] = (count[item] as number) + 1;
  });
  mean.forEach((sum, item) => (mean[item] = sum / Math.max(1, count[item] as number)));
  return { mean, count };
}

/**
 * Items on which the concept fires most, each seen at `minCount` positions or more. The mean is shrunk toward 0 as
 * if there were `minCount` further positions without activation, so that a few lucky positions do not win.
 */
export function topItems(
  { mean, count }: { mean: Float32Array; count: Int32Array },
  k: number,
  minCount: number,
): number[] {
  const score = mean.map(
    (value, item) => (value * (count[item] as number)) / ((count[item] as number) + minCount),
  );
  return Array.from({ length: mean.length }, (_, item) => item)
    .filter((item) => (count[item] as number) >= minCount && (mean[item] as number) > 0)
    .sort((a, b) => (score[b] as number) - (score[a] as number) || a - b)
    .slice(0, k);
}

/** Equal bins over the activations above 0. */
export function histogramOf(activation: Float32Array, bins = 20): Concept['histogram'] {
  const max = activation.reduce((most, value) => Math.max(most, value), 0);
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of activation) {
    if (value <= 0) continue;
    const bin = Math.min(bins - 1, Math.floor((value / max) * bins));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { max, counts };
}
