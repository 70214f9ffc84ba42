// The race that autoencoder and controls run alike: per attribute the best single feature, held out twice.
import { at } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { conceptActivation } from '../concepts/activation.ts';
import { byReading } from '../concepts/attribute-concepts.ts';
import { bestLatent, correlationOf, latentStatistics } from '../concepts/correlation.ts';
import { pearson } from '../math/pearson.ts';
import type { LatentStatistics } from '../concepts/correlation.ts';
import type { Evidence } from '../concepts/evidence.ts';
import { labelsOf, rowsOf } from '../concepts/evidence.ts';
import type { Features } from './features.ts';
import { latentFeatures } from './features.ts';

/**
 * The held-out correlation of each attribute a with its best feature. The feature is j* = argmax_j r_ja over positions
 * of selection users on items A (|r| where the sign is free). The figure is r_{j*a} over test users on items B, with the
 * sign it was chosen by. r is Pearson's correlation with the attribute of the item at the position, as arXiv 2507.12202
 * labels it; holding out items beside users is ours. It is 0 where no feature fits.
 *
 * @returns correlations ∈ [attributes]
 */
export function bestLatentCorrelations(
  evidence: Evidence,
  { codes, width, sign }: Features = latentFeatures(evidence.codes, evidence.latents),
): number[] {
  const { catalogue, items } = evidence;
  const statistics = (rows: Int32Array): LatentStatistics =>
    latentStatistics(codes, width, { rows, items }, catalogue);
  const chosenOn = statistics(rowsOf(evidence, 'selection', 'A'));
  const scoredOn = statistics(rowsOf(evidence, 'test', 'B'));
  return catalogue.attributes.map((_, attribute) => {
    const { latent, r } = bestLatent(chosenOn, attribute, sign);
    if (r === 0 || (r < 0 && sign === 'positive')) return 0;
    return Math.sign(r) * correlationOf(scoredOn, latent, attribute);
  });
}

/** The same with at most `maxLatents` latents, chosen and weighted for what they tell together (`byReading`). */
export function bestConceptCorrelations(evidence: Evidence, maxLatents: number): number[] {
  const { catalogue, codes } = evidence;
  const held = rowsOf(evidence, 'test', 'B');
  const choose = byReading(maxLatents)(evidence);
  return catalogue.attributes.map((_, attribute) =>
    pearson(conceptActivation(codes, choose(attribute), held), labelsOf(evidence, held, attribute)),
  );
}

/** The catalogue with only the attributes that are measured: those of some kinds, on enough items. */
export function measuredCatalogue(
  catalogue: Catalogue,
  kinds: ReadonlySet<string>,
  minItems: number,
): Catalogue {
  const sizes = catalogue.attributes.map(() => 0);
  for (const list of catalogue.itemAttributes) for (const a of list) sizes[a] = at(sizes, a) + 1;
  const place = new Map<number, number>();
  catalogue.attributes.forEach(({ kind }, a) => {
    if (kinds.has(kind) && at(sizes, a) >= minItems) place.set(a, place.size);
  });
  return {
    ...catalogue,
    attributes: catalogue.attributes.filter((_, a) => place.has(a)),
    itemAttributes: catalogue.itemAttributes.map((list) => list.flatMap((a) => place.get(a) ?? [])),
  };
}
