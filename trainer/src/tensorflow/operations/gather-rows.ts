// Looking up rows of a table, with a gradient that sums repeated rows.
import * as tf from '@tensorflow/tfjs-core';
import { isNative, withGradient } from '../gradient.ts';
import { runWasm } from '../wasm/heap.ts';
import { GATHER_ROWS } from '../wasm/kernels.ts';

/**
 * Row `indices[i]` of the table at i; the gradient adds up over repeated indices.
 *
 * @param table ∈ [rows, width]
 * @param indices ∈ [n] int32, each from 0 to rows - 1
 * @returns ∈ [n, width]
 */
export function gatherRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const [rows] = table.shape;
  const gather = (): tf.Tensor2D =>
    isNative() ? tf.gather(table, indices) : runWasm(GATHER_ROWS, { x: table, indices });
  return withGradient(
    [table],
    () => ({ value: gather(), kept: [indices] }),
    (upstream, kept) => [tf.unsortedSegmentSum(upstream, kept[0] as tf.Tensor1D, rows)],
  );
}
