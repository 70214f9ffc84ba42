// The dataset that every later stage reads: indices only. Outside ids stop at the catalogue and `userIds`.
import { at } from '@trimtab/shared/look-up.ts';
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
  /** Whether people come back to items: then what was seen may be recommended again. */
  repeats?: boolean | undefined;
  /** Whether the licence lets single histories be shown as samples. */
  historiesShareable: boolean;
  /** What is held out, by another protocol than leave one out (`withProtocol`). */
  holdout?: Holdout | undefined;
}

export type Split = 'validation' | 'test';

export type ProtocolName = 'leave-one-out' | 'time-split';

/** The held-out interactions of a user that are asked for: the last, or each with all before it as its history. */
export type Targets = 'last' | 'successive';

/** Targets of each user: the interactions first … end - 1 of the history, none where end is not above first. */
export interface TargetPlaces {
  first: Int32Array; // [users]
  end: Int32Array; // [users]
}

/** A protocol applied to a data set: what training sees of each user, and which interactions each split asks for. */
export interface Holdout {
  protocol: ProtocolName;
  /** Interactions from the oldest on that training may see. */
  trainingLengths: Int32Array; // [users]
  targets: Record<Split, TargetPlaces>;
}

export interface HeldOut {
  /** Everything before the target, seen in training or not. */
  history: Int32Array;
  target: number;
  /** Items left out of the ranking: those of the history, or none where people come back to items. */
  excluded: Int32Array;
}

export const userCount = (data: Dataset): number => data.userIds.length;

export const itemCount = (data: Dataset): number => data.catalogue.ids.length;

/** User u's whole history, a view and not a copy. */
export function historyOf(data: Dataset, user: number): Int32Array {
  return data.items.subarray(data.offsets[user], data.offsets[user + 1]);
}

/** The time of the newest interaction, in seconds since 1970; null where there are no times. */
export function newestTime({ times }: Pick<Dataset, 'times'>): number | null {
  return times === null || times.length === 0 ? null : times.reduce((newest, time) => Math.max(newest, time));
}

export const protocolOf = (data: Dataset): ProtocolName => data.holdout?.protocol ?? 'leave-one-out';

/**
 * What the data set's protocol holds out of a user's history for this split, oldest first. A target that the history
 * before it holds already is left out: nobody is recommended what they had. Where people come back to items, it stays.
 */
export function heldOut(data: Dataset, user: number, split: Split): HeldOut[] {
  const held = placesHeldOut(data, user, split);
  return data.repeats ? held.map((one) => ({ ...one, excluded: NOTHING })) : held.filter(isNew);
}

/** Targets of the split, and how many of them `heldOut` leaves out because the history holds them already. */
export function countTargets(data: Dataset, split: Split): { targets: number; inHistory: number } {
  let [targets, inHistory] = [0, 0];
  for (let user = 0; user < userCount(data); user++) {
    const held = placesHeldOut(data, user, split);
    targets += held.length;
    if (!data.repeats) inHistory += held.filter((one) => !isNew(one)).length;
  }
  return { targets, inHistory };
}

const isNew = ({ history, target }: HeldOut): boolean => !history.includes(target);

function placesHeldOut(data: Dataset, user: number, split: Split): HeldOut[] {
  const all = historyOf(data, user);
  const { first, end } = targetPlaces(data, user, all.length, split);
  return Array.from(all.subarray(first, Math.max(first, end)), (target, i) => {
    const history = all.subarray(0, first + i);
    return { history, target, excluded: history };
  });
}

const NOTHING = new Int32Array();

/** What training may see of a user under the data set's protocol; with leave one out, all but the last two. */
export function trainingHistory(data: Dataset, user: number): Int32Array {
  const all = historyOf(data, user);
  if (data.holdout !== undefined) return all.subarray(0, data.holdout.trainingLengths[user]);
  return all.length < LEAST_HELD_OUT ? all : all.subarray(0, all.length - 2);
}

/** Under leave one out, users with fewer interactions are only trained on. */
const LEAST_HELD_OUT = 3;

/** Leave one out: the last item is the test target, the one before it the validation target. */
function targetPlaces(
  { holdout }: Dataset,
  user: number,
  length: number,
  split: Split,
): { first: number; end: number } {
  if (holdout !== undefined) {
    const { first, end } = holdout.targets[split];
    return { first: at(first, user), end: at(end, user) };
  }
  const end = split === 'test' ? length : length - 1;
  return { first: length < LEAST_HELD_OUT ? end : end - 1, end };
}
