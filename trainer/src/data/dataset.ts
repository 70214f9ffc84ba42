// The dataset that every later stage reads: indices only. Outside ids stop at the catalogue and `userIds`.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';

/** Histories of all users in one array: user u's items, oldest first, are items[offsets[u] … offsets[u + 1] - 1]. */
export interface Dataset {
  name: string;
  /** Item counts in `catalogue.counts` are of training interactions: all but each user's last two. */
  catalogue: Catalogue;
  userIds: string[];
  offsets: Int32Array; // [users + 1]
  items: Int32Array; // [interactions]
  /** Seconds since 1970, or null where the source has an order but no times. */
  times: Float64Array | null; // [interactions]
  /** Whether the licence lets single histories be shown as samples. */
  historiesShareable: boolean;
}

export const userCount = (data: Dataset): number => data.userIds.length;

export const itemCount = (data: Dataset): number => data.catalogue.ids.length;

/** User u's whole history, a view and not a copy. */
export function historyOf(data: Dataset, user: number): Int32Array {
  return data.items.subarray(data.offsets[user], data.offsets[user + 1]);
}

export type Split = 'validation' | 'test';

/**
 * Leave one out: the last item is the test target, the one before it the validation target, and the history is
 * everything before the target. Users with fewer than three interactions are only trained on.
 */
export function leaveOneOut(
  data: Dataset,
  user: number,
  split: Split,
): { history: Int32Array; target: number } | null {
  const all = historyOf(data, user);
  if (all.length < 3) return null;
  const cut = all.length - (split === 'test' ? 1 : 2);
  return { history: all.subarray(0, cut), target: all[cut] as number };
}

/** What training may see of a user: all but the two held out, or the whole of a history too short to be held out. */
export function trainingHistory(data: Dataset, user: number): Int32Array {
  const all = historyOf(data, user);
  return all.length < 3 ? all : all.subarray(0, all.length - 2);
}
