// For tests: positions of users of every role on items with random attributes, and codes with the truth planted in them.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Activations } from '../src/activations/harvest.ts';
import { createRandom } from '../src/math/random.ts';
import type { Codes } from '../src/sae/codes.ts';

export const ITEMS = 200;
export const ATTRIBUTES = 4;
export const LATENTS = 16;
const ROWS = 4000;
const HIDDEN_SIZE = 6;

/** Every item has one genre of four, at random; item i is the i-th most popular. */
export function plantedCatalogue(seed = 1): Catalogue {
  const random = createRandom(seed, 'planted catalogue');
  const numbers = Array.from({ length: ITEMS }, (_, item) => item);
  return {
    ids: numbers.map((item) => `item-${item}`),
    titles: numbers.map((item) => `Item ${item}`),
    attributes: ['a', 'b', 'c', 'd'].map((slug) => ({
      id: `genre:${slug}`,
      label: slug.toUpperCase(),
      kind: 'genre',
    })),
    itemAttributes: numbers.map(() => [random.integer(ATTRIBUTES)]),
    counts: numbers.map((item) => 1000 - item),
  };
}

/** Half the users select, half test; x_g = 1 on items of genre g plus noise, and two dimensions of noise alone. */
export function plantedActivations({ itemAttributes }: Catalogue, noise: number, seed = 1): Activations {
  const random = createRandom(seed, 'planted activations');
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const items = Int32Array.from(rows, () => random.integer(ITEMS));
  const state = (row: number): number[] =>
    Array.from({ length: HIDDEN_SIZE }, (_, i) => {
      const signal = itemAttributes[items[row] ?? 0]?.includes(i) === true ? 1 : 0;
      return signal + noise * random.normal();
    });
  return {
    hiddenSize: HIDDEN_SIZE,
    hidden: Float32Array.from(rows.flatMap(state)),
    users: Int32Array.from(rows, (row) => Math.floor(row / 20)),
    items,
    roles: Int32Array.from(rows, (row) => 1 + (Math.floor(row / 20) % 2)),
  };
}

/** One latent a position: latent g on an item of genre g, unless a coin of chance `miss` lets another fire. */
export function plantedCodes(
  { itemAttributes }: Catalogue,
  items: Int32Array,
  miss: number,
  seed = 1,
): Codes {
  const random = createRandom(seed, 'planted codes');
  const latent = Int32Array.from(items, (item) =>
    random.chance(miss) ? random.integer(LATENTS) : (itemAttributes[item]?.[0] ?? 0),
  );
  return { k: 1, latent, value: Float32Array.from(latent, () => 0.5 + random.next()) };
}
