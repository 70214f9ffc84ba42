// What a basis of latents does to each person of a bench, by the arithmetic that is served.
import { at } from '@trimtab/shared/look-up.ts';
import type { Basis } from '@trimtab/shared/concepts.ts';
import { boostDirection } from '@trimtab/shared/gradient/direction.ts';
import type { Effects } from '@trimtab/shared/gradient/effects.ts';
import { basisEffects, likeliestItems } from '@trimtab/shared/gradient/effects.ts';
import { ownAmong, placesOf } from '@trimtab/shared/gradient/own-items.ts';
import type { SteeringBench } from './bench.ts';
import { decodedBy, eachPerson } from './people.ts';

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
        const staying = at(places, user).filter((_, i) => at(others, i).id !== concept.id);
        directions.set(
          boostDirection(effects, ownAmong(effects, concept.items), staying),
          user * basis.length,
        );
      });
      return directions;
    },
  };
}

/** Each person's, found as it is served. */
async function effectsOfUsers(
  bench: SteeringBench,
  { basis, decoder, hiddenSize: d }: FieldOptions,
): Promise<Effects[]> {
  const latents = decoder.length / d;
  return eachPerson(bench, { decode: decodedBy(decoder, d) }, async (person) => {
    const [base = []] = await person.score([new Float32Array(latents)]);
    return basisEffects(basis, latents, likeliestItems(base, person.excluded), base, person);
  });
}
