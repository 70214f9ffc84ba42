// What concepts are chosen from and scored on: codes of positions, split by users and by items.
import { at } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Activations } from '../activations/harvest.ts';
import type { Role } from '../activations/roles.ts';
import { ROLES, itemHalves } from '../activations/roles.ts';
import type { Codes } from '../sae/codes.ts';

export interface Evidence {
  catalogue: Catalogue;
  codes: Codes;
  latents: number;
  users: Int32Array; // [positions]
  items: Int32Array; // [positions]
  roles: Int32Array; // [positions]
  /** 1 for items of half B. */
  half: Uint8Array; // [items]
}

export function gatherEvidence(
  catalogue: Catalogue,
  activations: Activations,
  codes: Codes,
  latents: number,
  seed: number,
): Evidence {
  const { users, items, roles } = activations;
  return { catalogue, codes, latents, users, items, roles, half: itemHalves(catalogue.counts, seed) };
}

/** The same with no item held out: every label may be looked at. */
export const withoutHalves = (evidence: Evidence): Evidence => ({
  ...evidence,
  half: new Uint8Array(evidence.half.length),
});

/** Positions of users in a role, on the items of one half or of both. */
export function rowsOf(evidence: Evidence, role: Role, half?: 'A' | 'B'): Int32Array {
  const wanted = ROLES.indexOf(role);
  const inHalf = (item: number): boolean =>
    half === undefined || (evidence.half[item] === 1) === (half === 'B');
  const rows: number[] = [];
  evidence.roles.forEach((r, row) => {
    if (r === wanted && inHalf(at(evidence.items, row))) rows.push(row);
  });
  return Int32Array.from(rows);
}

/** 1 where the item at the row has the attribute. ∈ [rows] */
export function labelsOf(evidence: Evidence, rows: Int32Array, attribute: number): Uint8Array {
  const items = new Set<number>();
  evidence.catalogue.itemAttributes.forEach((list, item) => {
    if (list.includes(attribute)) items.add(item);
  });
  return Uint8Array.from(rows, (row) => (items.has(at(evidence.items, row)) ? 1 : 0));
}
