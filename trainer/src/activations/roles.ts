// Who and what is held out when concepts are measured: users by hash, items in two halves of like popularity.
import { at } from '@trimtab/shared/look-up.ts';
import { heldOut, trainingHistory, type Dataset } from '../data/dataset.ts';
import { createRandom } from '../math/random.ts';

export type Role = 'train' | 'selection' | 'test';

export const ROLES: readonly Role[] = ['train', 'selection', 'test'];

/** FNV-1a. The low bits follow the last character closely, so that a final mix spreads them. */
function hashOf(userId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < userId.length; i++) hash = Math.imul(hash ^ userId.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** 60% of users train the autoencoder, 20% select latents, 20% test them; by a hash of the outside id. */
export function roleOf(userId: string): Role {
  const bucket = hashOf(userId) % 5;
  if (bucket < 3) return 'train';
  return bucket === 3 ? 'selection' : 'test';
}

/** Tells whether a figure can be had of a user: a history to learn from, and a test target. */
export const canStand = (data: Dataset, user: number): boolean =>
  trainingHistory(data, user).length > 0 && heldOut(data, user, 'test').length > 0;

/**
 * The role of each user, by `roleOf`. Few people can leave a role without anybody who can stand for it. It then takes the
 * one with the smallest hash from the role that has most, as long as that has two: test first, then selection.
 */
export function rolesOf(data: Dataset): Role[] {
  const roles = data.userIds.map(roleOf);
  const isOf = (role: Role, user: number): boolean => roles[user] === role && canStand(data, user);
  for (const role of ['test', 'selection', 'train'] as const) {
    if (roles.some((_, user) => isOf(role, user))) continue;
    const standing = ROLES.map((each) => Array.from(roles.keys()).filter((user) => isOf(each, user)));
    const donor = standing.reduce((most, one) => (one.length > most.length ? one : most));
    const [taken] = donor.toSorted((a, b) => hashOf(idOf(data, a)) - hashOf(idOf(data, b)));
    if (donor.length > 1 && taken !== undefined) roles[taken] = role;
  }
  return roles;
}

const idOf = (data: Dataset, user: number): string => at(data.userIds, user);

/** Users in a role, by their index. */
export const usersOfRole = (data: Dataset, role: Role): Set<number> =>
  new Set(rolesOf(data).flatMap((each, user) => (each === role ? [user] : [])));

/**
 * Half A and half B of the items, stratified by popularity: of each two neighbours in popularity, one goes to each.
 *
 * @returns 1 for items of half B, 0 for half A ∈ [items]
 */
export function itemHalves(counts: readonly number[], seed: number): Uint8Array {
  const random = createRandom(seed, 'item halves');
  const order = counts.map((_, item) => item).sort((a, b) => at(counts, b) - at(counts, a) || a - b);
  const half = new Uint8Array(counts.length);
  for (let i = 0; i < order.length; i += 2) {
    const first = random.integer(2);
    half[order[i] as number] = first;
    const second = order[i + 1];
    if (second !== undefined) half[second] = 1 - first;
  }
  return half;
}
