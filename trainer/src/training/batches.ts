// From training histories to batches: windows over long histories, sequences of like length side by side.
import type { Dataset } from '../data/dataset.ts';
import { trainingHistory, userCount } from '../data/dataset.ts';
import type { Random } from '../random.ts';

/** One training batch: position (row, i) holds an item, and what follows it is the item to predict. */
export interface Batch {
  items: Int32Array; // [rows, length], filled with 0 after a sequence's end
  rows: number;
  length: number;
  /** Flat indices of the positions that have a target. */
  positions: Int32Array; // [tokens]
  targets: Int32Array; // [tokens]
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
export function* shuffledBatches(
  windows: Int32Array[],
  batchTokens: number,
  random: Random,
): Generator<Batch> {
  const shuffled = random.shuffle(windows.slice());
  const batches = inBuckets(shuffled, batchTokens);
  for (const rows of random.shuffle(batches)) yield toBatch(rows);
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

export function toBatch(windows: Int32Array[]): Batch {
  const length = Math.max(...windows.map((window) => window.length - 1));
  const tokens = windows.reduce((sum, window) => sum + window.length - 1, 0);
  const items = new Int32Array(windows.length * length);
  const positions = new Int32Array(tokens);
  const targets = new Int32Array(tokens);
  let token = 0;
  windows.forEach((window, row) => {
    for (let i = 0; i + 1 < window.length; i++, token++) {
      items[row * length + i] = window[i] as number;
      positions[token] = row * length + i;
      targets[token] = window[i + 1] as number;
    }
  });
  return { items, rows: windows.length, length, positions, targets };
}
