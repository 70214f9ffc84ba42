// Who and what is held out when concepts are measured: users by hash, items in two halves of like popularity.
import { at } from '@trimtab/shared/look-up.ts';
import { createRandom } from '../math/random.ts';

export type Role = 'train' | 'selection' | 'test';

export const ROLES: readonly Role[] = ['train', 'selection', 'test'];

/** 60% of users train the autoencoder, 20% select latents, 20% test them; by a hash of the outside id (FNV-1a). */
export function roleOf(userId: string): Role {
  let hash = 0x811c9dc5;
  for (let i = 0; i < userId.length; i++) hash = Math.imul(hash ^ userId.charCodeAt(i), 0x01000193);
  // The low bits of FNV-1a follow the last character closely; a final mix spreads it.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const bucket = ((hash ^ (hash >>> 13)) >>> 0) % 5;
  if (bucket < 3) return 'train';
  return bucket === 3 ? 'selection' : 'test';
}

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
