// From training histories to batches: windows over long histories, sequences of like length side by side.
import type { Dataset } from '../data/dataset.ts';
import { trainingHistory, userCount } from '../data/dataset.ts';
import type { Random } from '../math/random.ts';

/** One training batch: sequences side by side, and at some of their positions an item to tell. */
export interface Batch {
  items: Int32Array; // [rows, length], filled with 0 after a sequence's end
  rows: number;
  length: number;
  /** Positions of each sequence before its end. */
  lengths: number[]; // [rows]
  /** Flat indices of the positions that have a target. */
  positions: Int32Array; // [tokens]
  targets: Int32Array; // [tokens]
  /** The negatives of the step where they are given, and not drawn from the rows of the table. */
  drawn?: Drawn;
}

/** Negatives as rows of a table that holds only some of the classes that they were drawn from. */
export interface Drawn {
  negatives: Int32Array;
  classes: number;
}

/**
 * Windows of at most maxLength inputs and the item after them, cut from the newest end so that every interaction but
 * a user's first is a target exactly once.
 */
export function trainingWindows(data: Dataset, maxLength: number): Int32Array[] {
  const windows: Int32Array[] = [];
  for (let user = 0; user < userCount(data); user++) {
    const history = trainingHistory(data, user);
    for (let end = history.length; end > 1; end -= maxLength) {
      windows.push(history.subarray(Math.max(0, end - maxLength - 1), end));
    }
  }
  return windows;
}

/** Windows in random order, in batches of at most `batchTokens` padded tokens, sequences of like length together. */
export function* shuffledBatches<B>(
  windows: Int32Array[],
  batchTokens: number,
  random: Random,
  batchOf: (windows: Int32Array[]) => B,
): Generator<B> {
  const shuffled = random.shuffle(windows.slice());
  const batches = inBuckets(shuffled, batchTokens);
  for (const rows of random.shuffle(batches)) yield batchOf(rows);
}

/** Sorts chunks of the shuffled windows by length: mixed enough to be random, alike enough to waste few tokens. */
function inBuckets(windows: Int32Array[], batchTokens: number): Int32Array[][] {
  const chunkSize = 2048;
  const batches: Int32Array[][] = [];
  for (let start = 0; start < windows.length; start += chunkSize) {
    const chunk = windows.slice(start, start + chunkSize).sort((a, b) => a.length - b.length);
    let rows: Int32Array[] = [];
    for (const window of chunk) {
      if (rows.length > 0 && (rows.length + 1) * (window.length - 1) > batchTokens) {
        batches.push(rows);
        rows = [];
      }
      rows.push(window);
    }
    batches.push(rows);
  }
  return batches;
}

/** The windows of a batch in at most `count` parts of like size; none is empty. */
export const inParts = (windows: Int32Array[], count: number): Int32Array[][] =>
  Array.from({ length: Math.min(count, windows.length) }, (_, part) =>
    windows.filter((__, n) => n % count === part),
  );

/** Positions with a target in all parts of a batch. */
export const tokensOf = (parts: Batch[]): number =>
  parts.reduce((sum, { targets }) => sum + targets.length, 0);

/** A sequence to predict from: what is shown at its positions, and at some of them the item that belongs there. */
export interface Example {
  shown: ArrayLike<number>;
  /** Positions in `shown`, in order, each with its target. */
  places: ArrayLike<number>;
  targets: ArrayLike<number>;
}

/** Examples side by side from the left. */
export function toBatch(examples: Example[]): Batch {
  const lengths = examples.map(({ shown }) => shown.length);
  const length = Math.max(...lengths);
  const items = new Int32Array(examples.length * length);
  examples.forEach(({ shown }, row) => items.set(shown, row * length));
  return {
    items,
    rows: examples.length,
    length,
    lengths,
    positions: Int32Array.from(
      examples.flatMap(({ places }, row) => Array.from(places, (place) => row * length + place)),
    ),
    targets: Int32Array.from(examples.flatMap(({ targets }) => Array.from(targets))),
  };
}

/** Each position of a window but the last is to tell the item after it. */
export const nextItemBatch = (windows: Int32Array[]): Batch =>
  toBatch(
    windows.map((window) => ({
      shown: window.subarray(0, -1),
      places: Array.from({ length: window.length - 1 }, (_, i) => i),
      targets: window.subarray(1),
    })),
  );
