// Attention whose scores never leave the processor's cache, where our kernels are.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';
import { hasKernels, runKernel } from '../native/kernels.ts';

/** The positions that each position may look at. */
export interface Reach {
  /** At itself and what is before it only; else at all of its sequence. */
  causal: boolean;
  /** Positions of each sequence that count ∈ [batch]. */
  lengths: number[];
}

/** The operands of attention, each ∈ [batch·heads, length, headSize]. */
export interface Attended {
  query: tf.Tensor3D;
  keys: tf.Tensor3D;
  values: tf.Tensor3D;
}

/** Tells whether `fusedAttention` can be called. */
export const canFuseAttention = hasKernels;

/**
 * softmax(q·kᵀ/√headSize + distances)·v under a reach. ∂scores = p·(∂p - Σ p·∂p), with p worked out again on the way back.
 *
 * @param distances the bias of key j for query i at j - i + length - 1 ∈ [heads, 2·length - 1]; nothing unless given
 * @returns ∈ [batch·heads, length, headSize]
 */
export function fusedAttention(
  { query, keys, values }: Attended,
  { causal, lengths }: Reach,
  distances?: tf.Tensor2D,
): tf.Tensor3D {
  const [count, length] = query.shape;
  const heads = count / lengths.length;
  const bias = distances ?? tf.zeros([heads, 2 * length - 1]);
  const settings = tf.tensor1d([causal ? 1 : 0, heads, ...lengths], 'int32');
  return withGradient<tf.Tensor3D>(
    [query, keys, values, bias],
    () => {
      const [value, sums] = runKernel('Attention', [query, keys, values, bias, settings], 2);
      return {
        value: value as tf.Tensor3D,
        kept: [query, keys, values, bias, value, sums, settings] as tf.Tensor[],
      };
    },
    (upstream, kept) => runKernel('AttentionGradient', [upstream, ...kept], 4),
  );
}
