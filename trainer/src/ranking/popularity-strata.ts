// Items of like popularity, and attributes dealt anew among them: what a measure says when it knows only popularity.
import { at } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { byPopularity } from '@trimtab/shared/catalogue.ts';
import type { Random } from '../math/random.ts';

/** Items a stratum: few enough that their popularity is alike, enough that attributes move. */
const STRATUM = 20;

/** Neighbours in popularity, most popular first. The last stratum may be smaller. */
export function popularityStrata(
  counts: readonly number[],
  among = counts.map((_, item) => item),
): number[][] {
  const wanted = new Set(among);
  const order = byPopularity(counts).filter((item) => wanted.has(item));
  return Array.from({ length: Math.ceil(order.length / STRATUM) }, (_, i) =>
    order.slice(i * STRATUM, (i + 1) * STRATUM),
  );
}

/**
 * A permutation that keeps every item in its stratum.
 *
 * @returns for each item the one that it changes places with ∈ [items]; itself where it is in no stratum
 */
export function permuteWithin(strata: readonly number[][], items: number, random: Random): Int32Array {
  const source = Int32Array.from({ length: items }, (_, item) => item);
  for (const stratum of strata) {
    const dealt = random.shuffle(stratum.slice());
    stratum.forEach((item, i) => (source[item] = dealt[i] ?? item));
  }
  return source;
}

/** Each item has all the attributes of another of its stratum: what goes together stays together. */
export function permutedCatalogue(catalogue: Catalogue, random: Random): Catalogue {
  const source = permuteWithin(popularityStrata(catalogue.counts), catalogue.ids.length, random);
  return {
    ...catalogue,
    itemAttributes: catalogue.itemAttributes.map((_, item) =>
      at(catalogue.itemAttributes, source[item] ?? item),
    ),
  };
}
