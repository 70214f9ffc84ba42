// The dataset that every later stage reads: indices only. Outside ids stop at the catalogue and `userIds`.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';

/** Histories of all users in one array: user u's items, oldest first, are items[offsets[u] … offsets[u + 1] - 1]. */
export interface Dataset {
  name: string;
  /** Item counts in `catalogue.counts` are of training interactions, as the protocol has it. */
  catalogue: Catalogue;
  userIds: string[];
  offsets: Int32Array; // [users + 1]
  items: Int32Array; // [interactions]
  /** Seconds since 1970, or null where the source has an order but no times. */
  times: Float64Array | null; // [interactions]
  /** Whether the licence lets single histories be shown as samples. */
  historiesShareable: boolean;
  /** What is held out, by another protocol than leave one out (`withProtocol`). */
  holdout?: Holdout | undefined;
}

export type Split = 'validation' | 'test';

export type ProtocolName = 'leave-one-out' | 'time-split';

/** A protocol applied to a data set: what training sees of each user, and which interaction each split asks for. */
export interface Holdout {
  protocol: ProtocolName;
  /** Interactions from the oldest on that training may see. */
  trainingLengths: Int32Array; // [users]
  /** Place of the target in the history; -1 where the user is not evaluated. */
  targets: Record<Split, Int32Array>; // [users]
}

export interface HeldOut {
  /** Everything before the target, seen in training or not. */
  history: Int32Array;
  target: number;
}

export const userCount = (data: Dataset): number => data.userIds.length;

export const itemCount = (data: Dataset): number => data.catalogue.ids.length;

/** User u's whole history, a view and not a copy. */
export function historyOf(data: Dataset, user: number): Int32Array {
  return data.items.subarray(data.offsets[user], data.offsets[user + 1]);
}

export const protocolOf = (data: Dataset): ProtocolName => data.holdout?.protocol ?? 'leave-one-out';

/** What the data set's protocol holds out of a user's history for this split, or null when nothing. */
export function heldOut(data: Dataset, user: number, split: Split): HeldOut | null {
  if (data.holdout === undefined) return leaveOneOut(data, user, split);
  const place = data.holdout.targets[split][user] ?? -1;
  return place < 0 ? null : splitAt(historyOf(data, user), place);
}

/** What training may see of a user under the data set's protocol; with leave one out, all but the last two. */
export function trainingHistory(data: Dataset, user: number): Int32Array {
  const all = historyOf(data, user);
  if (data.holdout !== undefined) return all.subarray(0, data.holdout.trainingLengths[user]);
  return all.length < 3 ? all : all.subarray(0, all.length - 2);
}

/**
 * Leave one out: the last item is the test target, the one before it the validation target, and the history is
 * everything before the target. Users with fewer than three interactions are only trained on.
 */
export function leaveOneOut(data: Dataset, user: number, split: Split): HeldOut | null {
  const all = historyOf(data, user);
  return all.length < 3 ? null : splitAt(all, all.length - (split === 'test' ? 1 : 2));
}

const splitAt = (all: Int32Array, place: number): HeldOut => ({
  history: all.subarray(0, place),
  target: all[place] as number,
});
