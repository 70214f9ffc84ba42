// The TopK activation of sparse autoencoders.
import * as tf from '@tensorflow/tfjs-core';
import { isNative, withGradient } from '../gradient.ts';
import { hasKernels, runKernel } from '../native/kernels.ts';
import { runWasm } from '../wasm/heap.ts';
import { KEEP_TOP_K } from '../wasm/keep-top-k.ts';

/**
 * The k largest of each row where they stand, 0 elsewhere; exactly k are kept, ties to the lower index. The gradient
 * passes through the kept ones only (Gao et al. 2024).
 *
 * @param x ∈ [n, latents]
 * @returns ∈ [n, latents]
 */
export function keepTopK(x: tf.Tensor2D, k: number): tf.Tensor2D {
  if (k >= x.shape[1]) return tf.clone(x);
  if (hasKernels()) return keepByKernel(x, k);
  return isNative() ? keepByPlaces(x, k) : keepInOnePass(x, k);
}

function keepInOnePass(x: tf.Tensor2D, k: number): tf.Tensor2D {
  return withGradient<tf.Tensor2D>(
    [x],
    () => ({ value: runWasm(KEEP_TOP_K, { x, values: x }, { k }), kept: [x] }),
    (upstream, [given = x]) => [runWasm(KEEP_TOP_K, { x: given, values: upstream }, { k })],
  );
}

function keepByPlaces(x: tf.Tensor2D, k: number): tf.Tensor2D {
  const [rows, latents] = x.shape;
  const place = (values: tf.Tensor, at: tf.Tensor): tf.Tensor2D =>
    tf.reshape(tf.scatterND(at, tf.reshape(values, [rows * k]), [rows * latents]), [rows, latents]);
  return withGradient(
    [x],
    () => {
      const { values, indices } = tf.topk(x, k);
      const starts = tf.mul(tf.range(0, rows, 1, 'int32'), tf.scalar(latents, 'int32'));
      const at = tf.reshape(tf.add(indices, tf.reshape(starts, [rows, 1])), [rows * k, 1]);
      return { value: place(values, at), kept: [at] };
    },
    (upstream, kept) => {
      const [at] = kept as [tf.Tensor2D];
      const flat = tf.reshape(upstream, [rows * latents]);
      return [place(tf.gather(flat, tf.reshape(at, [rows * k])), at)];
    },
  );
}

function keepByKernel(x: tf.Tensor2D, k: number): tf.Tensor2D {
  const count = tf.scalar(k, 'int32');
  return withGradient<tf.Tensor2D>(
    [x],
    () => ({ value: runKernel('KeepTopK', [x, x, count], 1)[0] as tf.Tensor2D, kept: [x, count] }),
    (upstream, [given = x, kept = count]) => runKernel('KeepTopK', [given, upstream, kept], 1),
  );
}
