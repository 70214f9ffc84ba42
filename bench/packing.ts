// `packing`: how full batches are, and how many pairs of positions attention compares, by the way sequences share rows.
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { nextItemBatch, shuffledBatches } from '@trimtab/trainer/training/batches.ts';
import { CONFIG, sequences, SETTINGS } from './train-step-work.ts';

interface Cost {
  /** Real tokens ÷ positions computed. */
  filledShare: number;
  /** Pairs of positions in all attention matrices ÷ real tokens. */
  pairsPerToken: number;
}

/** A row is a number of positions that attend to one another. */
function costOf(rows: readonly number[], tokens: number): Cost {
  const positions = rows.reduce((sum, length) => sum + length, 0);
  const pairs = rows.reduce((sum, length) => sum + length ** 2, 0);
  return { filledShare: tokens / positions, pairsPerToken: pairs / tokens };
}

/** Rows that hold as many sequences as fit, each put in the first of the last 64 rows with room. */
function firstFit(lengths: readonly number[], room: number): number[] {
  const used: number[] = [];
  for (const length of lengths) {
    const from = Math.max(0, used.length - 64);
    const found = used.findIndex((taken, row) => row >= from && taken + length <= room);
    if (found < 0) used.push(length);
    else used[found] = (used[found] ?? 0) + length;
  }
  return used.map(() => room);
}

/** On sequences as long as MovieLens-1M's: `bucketed` is what training does. */
export function packing(): Promise<object> {
  const windows = sequences();
  const lengths = windows.map((window) => window.length - 1);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const batches = [
    ...shuffledBatches(windows, SETTINGS.batchTokens, createRandom(1, 'epoch'), nextItemBatch),
  ];
  const bucketed = batches.flatMap(({ rows, length }) => Array.from({ length: rows }, () => length));
  return Promise.resolve({
    padded: costOf(
      lengths.map(() => CONFIG.maxLength),
      tokens,
    ),
    bucketed: costOf(bucketed, tokens),
    packed: costOf(firstFit(lengths, CONFIG.maxLength), tokens),
  });
}
