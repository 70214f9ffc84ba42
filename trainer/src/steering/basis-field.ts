// What a basis of latents does to each person of a bench, by the arithmetic that is served.
import type { Basis } from '@trimtab/shared/concepts.ts';
import type { BasisEffects } from '@trimtab/shared/steering-gradient.ts';
import { boostDirection, effectsOf, likeliestItems, placesOf } from '@trimtab/shared/steering-gradient.ts';
import type { SteeringBench } from './bench.ts';
import { fixedChange } from './bench.ts';

export interface ItemsOfConcept {
  id: string;
  items: ReadonlySet<number>;
}

export interface BasisField {
  /** δ of each user: the edit of the basis nearest to a boost of the concept that leaves the others alone. ∈ [users, k] */
  directions(concept: ItemsOfConcept): Float64Array;
}

export interface FieldOptions {
  basis: Basis;
  /** W_dec ∈ [latents, d] */
  decoder: Float32Array;
  hiddenSize: number;
  /** Concepts whose shares are to stay, with the items of each. */
  others: readonly ItemsOfConcept[];
}

export async function basisField(bench: SteeringBench, options: FieldOptions): Promise<BasisField> {
  const { basis, others } = options;
  const users = await effectsOfUsers(bench, options);
  const places = users.map((effects) => others.map(({ items }) => placesOf(effects, items)));
  return {
    directions(concept) {
      const directions = new Float64Array(users.length * basis.length);
      users.forEach((effects, user) => {
        const staying = (places[user] ?? []).filter((_, i) => others[i]?.id !== concept.id);
        directions.set(
          boostDirection(effects, placesOf(effects, concept.items), staying),
          user * basis.length,
        );
      });
      return directions;
    },
  };
}

/** As `basisEffects` has them for one person, a run of the bench for each latent to each side. */
async function effectsOfUsers(
  bench: SteeringBench,
  { basis, decoder, hiddenSize: d }: FieldOptions,
): Promise<BasisEffects[]> {
  const looked: { items: number[]; scores: Float32Array; slopes: Float32Array[] }[] = [];
  await bench.run(undefined, (scores, { place, excluded }) => {
    const items = likeliestItems(scores, excluded);
    looked[place] = { items, scores: scores.slice(), slopes: [] };
  });
  for (const [j, { index, step }] of basis.entries()) {
    for (const { slopes, items } of looked) slopes.push(new Float32Array(items.length));
    for (const side of [1, -1]) {
      const moved = decoder.slice(index * d, (index + 1) * d).map((value) => side * step * value);
      await bench.run(fixedChange(moved), (scores, { place }) => {
        const { items = [], slopes = [] } = looked[place] ?? {};
        const slope = slopes[j] ?? new Float32Array();
        items.forEach((item, i) => (slope[i] = (slope[i] ?? 0) + (side * (scores[item] ?? 0)) / (2 * step)));
      });
    }
  }
  return looked.map(({ items, scores, slopes }) => effectsOf(items, scores, slopes));
}
