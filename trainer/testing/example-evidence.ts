// For tests: codes in which it is known what each latent stands for.
import type { Attribute } from '@trimtab/shared/catalogue.ts';
import { ROLES, roleOf } from '../src/activations/roles.ts';
import { createRandom } from '../src/math/random.ts';
import type { Evidence } from '../src/concepts/evidence.ts';
import { gatherEvidence } from '../src/concepts/evidence.ts';

const ITEMS = 200;
const USERS = 320;
const LENGTH = 40;
const LATENTS = 8;

/** What attributes and latents are planted on. */
const onAttribute: Record<string, (item: number) => boolean> = {
  'genre:planted': (item) => item % 5 === 0,
  'genre:partial': (item) => [1, 2, 3].includes(item % 10),
  'genre:unseen': (item) => item % 7 === 3,
  'genre:rare': (item) => [4, 6, 8, 14, 16, 18].includes(item),
  'era:most': (item) => item < 150,
};

/**
 * Latents 2 and 5 fire on a half each of the planted items, 6 on a tenth of the partial items' positions, 7 on items
 * 160 to 199, which have nothing else in common, 4 on what most items have, 0 on the rare ones, and 1 anywhere.
 */
const chanceOf: Record<number, (item: number) => number> = {
  0: (item) => ([4, 6, 8, 14, 16, 18].includes(item) ? 0.9 : 0),
  1: () => 0.1,
  2: (item) => (item % 10 === 0 ? 0.9 : 0),
  4: (item) => (item < 150 ? 1 : 0),
  5: (item) => (item % 10 === 5 ? 0.9 : 0),
  6: (item) => ([1, 2, 3].includes(item % 10) ? 0.1 : 0),
  7: (item) => (item >= 160 ? 0.5 : 0),
};

export const itemsOf = (attribute: string): number[] =>
  Array.from({ length: ITEMS }, (_, item) => item).filter((item) => onAttribute[attribute]?.(item));

/** @param renumber the number that each latent has, for what must not depend on it */
export function plantedEvidence(renumber: (latent: number) => number = (latent) => latent): Evidence {
  const random = createRandom(1, 'planted evidence');
  const n = USERS * LENGTH;
  const k = Object.keys(chanceOf).length;
  const codes = { k, latent: new Int32Array(n * k).fill(-1), value: new Float32Array(n * k) };
  const users = Int32Array.from({ length: n }, (_, row) => Math.floor(row / LENGTH));
  const items = Int32Array.from({ length: n }, () => random.integer(ITEMS));
  for (let row = 0; row < n; row++) {
    let place = row * k;
    for (const [latent, chance] of Object.entries(chanceOf)) {
      const [fires, value] = [random.chance(chance(items[row] ?? 0)), 1 + random.next()];
      if (!fires) continue;
      codes.latent[place] = renumber(Number(latent));
      codes.value[place++] = value;
    }
  }
  const roles = users.map((user) => ROLES.indexOf(roleOf(`user ${user}`)));
  const activations = { hiddenSize: 0, hidden: new Float32Array(), users, items, roles };
  return gatherEvidence(catalogue(), activations, codes, LATENTS, 1);
}

function catalogue(): Evidence['catalogue'] {
  const attributes = Object.keys(onAttribute).map((id): Attribute => {
    const [kind = '', slug = ''] = id.split(':');
    return { id, kind, label: slug[0]?.toUpperCase() + slug.slice(1) };
  });
  const all = Array.from({ length: ITEMS }, (_, item) => item);
  return {
    ids: all.map((item) => `id-${item}`),
    titles: all.map((item) => `Item ${item}`),
    attributes,
    itemAttributes: all.map((item) =>
      attributes.flatMap(({ id }, attribute) => (onAttribute[id]?.(item) ? [attribute] : [])),
    ),
    counts: all.map(() => 1),
  };
}
