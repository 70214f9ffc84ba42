// Dropout whose masks are made of a seed alone: repeatable, alike on every backend, and never kept for the way back.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';
import { hasKernels, runKernel } from '../native/kernels.ts';

/** One of 2³² numbers for another, so that neighbours have nothing in common (Wellons 2018, "lowbias32"). */
export function scrambled(x: number): number {
  let bits = x | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0xd35a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

const GOLDEN = 0x9e3779b9;

/**
 * x · mask · 256/(256 - dropped). Byte i mod 4 of scrambled(seed + ⌊i/4⌋·0x9e3779b9) decides for number i: below
 * `dropped` it is 0. The gradient is dropped alike.
 *
 * @param dropped in 256ths, below 256
 * @param seed of 32 bits
 */
export function dropOut<T extends tf.Tensor>(x: T, dropped: number, seed: number): T {
  const masked = hasKernels()
    ? (values: T): T => runKernel('Dropout', [values, tf.tensor1d([seed | 0, dropped], 'int32')], 1)[0] as T
    : (values: T): T => tf.mul<T>(values, tf.tensor(maskOf(x.size, dropped, seed), x.shape));
  return withGradient<T>(
    [x],
    () => ({ value: masked(x), kept: [] }),
    (upstream) => [masked(upstream)],
  );
}

function maskOf(size: number, dropped: number, seed: number): Float32Array {
  const mask = new Float32Array(size);
  const kept = 256 / (256 - dropped);
  for (let i = 0; i < size; i += 4) {
    const bits = scrambled(seed + Math.imul(i >>> 2, GOLDEN));
    for (let byte = 0; byte < 4; byte++) mask[i + byte] = ((bits >>> (8 * byte)) & 255) < dropped ? 0 : kept;
  }
  return mask;
}
