// Pearson correlation of every latent with every attribute, over sparse codes and in one pass.
import { at } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { argMax } from '../math/arg-max.ts';
import { spreadOf } from '../math/pearson.ts';
import type { Codes } from '../sae/codes.ts';

/** Positions to look at: rows of the codes, and the item at each. */
export interface Positions {
  rows: Int32Array;
  items: Int32Array; // by row of the codes
}

/** The correlation of activation and label, for each latent and attribute. */
export interface LatentStatistics {
  latents: number;
  attributes: number;
  correlation: Float32Array; // [latents, attributes]
}

/**
 * r = (n·Σzy - Σz·Σy) / √((n·Σz² - (Σz)²)·(n·Σy - (Σy)²)), with y = 1 where the item at the position has the
 * attribute (the input side, as arXiv 2507.12202 labels positions).
 */
export function latentStatistics(
  codes: Codes,
  latents: number,
  positions: Positions,
  catalogue: Catalogue,
): LatentStatistics {
  const attributes = catalogue.attributes.length;
  const z = new Float64Array(latents);
  const zz = new Float64Array(latents);
  const y = new Float64Array(attributes);
  const zy = new Float64Array(latents * attributes);
  for (const row of positions.rows) {
    const has = at(catalogue.itemAttributes, positions.items[row] as number);
    for (const attribute of has) y[attribute] = (y[attribute] as number) + 1;
    for (let i = row * codes.k; i < (row + 1) * codes.k; i++) {
      const latent = codes.latent[i] as number;
      if (latent < 0) break;
      const value = codes.value[i] as number;
      z[latent] = (z[latent] as number) + value;
      zz[latent] = (zz[latent] as number) + value * value;
      for (const attribute of has)
        zy[latent * attributes + attribute] = (zy[latent * attributes + attribute] as number) + value;
    }
  }
  return summarise({ n: positions.rows.length, z, zz, y, zy });
}

/** Correlation of a latent with an attribute. */
export const correlationOf = (
  { correlation, attributes }: LatentStatistics,
  latent: number,
  attribute: number,
): number => at(correlation, latent * attributes + attribute);

/** The latent that an attribute correlates with most, and by how much; by |r| where the sign is free. */
export function bestLatent(
  statistics: LatentStatistics,
  attribute: number,
  sign: 'positive' | 'either' = 'positive',
): { latent: number; r: number } {
  const r = (latent: number): number => correlationOf(statistics, latent, attribute);
  const latent = argMax(statistics.latents, sign === 'either' ? (one) => Math.abs(r(one)) : r);
  return { latent, r: r(latent) };
}

/** The attribute that a latent correlates with most; null where it correlates with none. */
export function bestAttribute(statistics: LatentStatistics, latent: number): number | null {
  const r = (attribute: number): number => correlationOf(statistics, latent, attribute);
  const attribute = argMax(statistics.attributes, r);
  return attribute >= 0 && r(attribute) > 0 ? attribute : null;
}

interface Sums {
  n: number;
  z: Float64Array;
  zz: Float64Array;
  y: Float64Array;
  zy: Float64Array;
}

function summarise({ n, z, zz, y, zy }: Sums): LatentStatistics {
  const [latents, attributes] = [z.length, y.length];
  const correlation = new Float32Array(latents * attributes);
  for (let latent = 0; latent < latents; latent++) {
    const sum = z[latent] as number;
    const spread = spreadOf(n, sum, zz[latent] as number);
    for (let attribute = 0; attribute < attributes; attribute++) {
      const positive = y[attribute] as number;
      const both = zy[latent * attributes + attribute] as number;
      const product = spread * positive * (n - positive);
      if (!(product > 0)) continue;
      const covariance = n * both - sum * positive;
      correlation[latent * attributes + attribute] = covariance / Math.sqrt(product);
    }
  }
  return { latents, attributes, correlation };
}
