// Looking up rows of a table, with a gradient that sums repeated rows.
import * as tf from '@tensorflow/tfjs-core';
import { isNative, withGradient } from './gradient.ts';

/**
 * Row `indices[i]` of the table at i; the gradient adds up over repeated indices.
 *
 * @param table ∈ [rows, width]
 * @param indices ∈ [n] int32, each from 0 to rows - 1
 * @returns ∈ [n, width]
 */
export function gatherRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const { shape } = table;
  return withGradient(
    [table],
    () => ({ value: tf.gather(table, indices), kept: [indices] }),
    (upstream, kept) => {
      const [rows] = kept as [tf.Tensor1D];
      return [
        isNative() ? tf.unsortedSegmentSum(upstream, rows, shape[0]) : scatterRows(upstream, rows, shape),
      ];
    },
  );
}

function scatterRows(updates: tf.Tensor2D, rows: tf.Tensor1D, shape: [number, number]): tf.Tensor2D {
  return tf.scatterND(tf.reshape(rows, [rows.size, 1]), updates, shape);
}
