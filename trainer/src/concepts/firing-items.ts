// The items that each latent fires on, gathered in one pass: a pass over all positions and items for each latent takes
// minutes with a hundred thousand items.
import { at, lookUp } from '@trimtab/shared/look-up.ts';
import type { Evidence } from './evidence.ts';
import { topItems } from './activation.ts';

/** Where a latent fires, in the order of positions. */
export interface FiringItems {
  items: Int32Array;
  values: Float32Array;
}

/** The firings of every latent at these positions. */
export function firingItems({ codes, items, latents }: Evidence, rows: Int32Array): FiringItems[] {
  const found = Array.from({ length: latents }, () => ({ items: [] as number[], values: [] as number[] }));
  for (const row of rows) {
    for (let i = row * codes.k; i < (row + 1) * codes.k; i++) {
      const latent = codes.latent[i] as number;
      if (latent < 0) break;
      const firing = at(found, latent);
      firing.items.push(items[row] as number);
      firing.values.push(codes.value[i] as number);
    }
  }
  return found.map((firing) => ({
    items: Int32Array.from(firing.items),
    values: Float32Array.from(firing.values),
  }));
}

export interface Anchors {
  items: number[];
  /** Share of the latent's activation that falls on them. */
  focus: number;
  /** Mean activation where it fires. */
  weight: number;
}

/**
 * The items on which a latent fires most, as `topItems` has them.
 *
 * @param count positions of each item, whether the latent fires there or not
 */
export function anchorsOf(
  { items, values }: FiringItems,
  count: Int32Array,
  most: number,
  minCount: number,
): Anchors {
  const among = [...new Set(items)].sort((a, b) => a - b);
  const place = new Map(among.map((item, i) => [item, i]));
  const mean = new Float32Array(among.length);
  items.forEach((item, i) => {
    const n = lookUp(place, item);
    mean[n] = (mean[n] as number) + (values[i] as number);
  });
  const counts = Int32Array.from(among, (item) => count[item] as number);
  mean.forEach((sum, i) => (mean[i] = sum / (counts[i] as number)));
  const best = topItems({ mean, count: counts }, most, minCount);
  const onBest = best.reduce((sum, i) => sum + (mean[i] as number) * (counts[i] as number), 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  const fired = values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  return { items: best.map((i) => at(among, i)), focus: onBest / total, weight: total / fired };
}
