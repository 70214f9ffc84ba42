import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeWithKernels } from '../../../testing/each-backend.ts';
import { fusedAttention, sampledCrossEntropy, tiedCrossEntropy } from '../operations/ops.ts';
import { runKernel } from './kernels.ts';
import { KERNEL_SOURCES } from './kernels-file.ts';

const hidden = (): tf.Tensor2D => tf.ones([3, 4]);
const table = (): tf.Tensor2D => tf.ones([5, 4]);

describeWithKernels('kernels', () => {
  it.each([
    [
      'a size',
      () => [tf.ones([3, 4]), tf.ones([5, 2]), tf.ones([2])],
      'TrimtabLinear: w is [5, 2], expected [4, any]',
    ],
    [
      'a rank',
      () => [tf.ones([12]), tf.ones([4, 2]), tf.ones([2])],
      'TrimtabLinear: x is [12], expected [any, any]',
    ],
    ['a type', () => [tf.ones([3, 4], 'int32'), tf.ones([4, 2]), tf.ones([2])], 'float'],
  ])('refuse %s that they do not take', (_, inputs, message) => {
    expect(() => runKernel('Linear', inputs(), 1)).toThrow(message);
  });

  it.each([-1, 5])('refuse label %i of five items', (label) => {
    const message = `labels[1] is ${label}, expected from 0 to 4`;
    const labels = Int32Array.of(0, label, 2);
    expect(() => tiedCrossEntropy(hidden(), table(), labels)).toThrow(message);
    expect(() => sampledCrossEntropy(hidden(), table(), labels, { negatives: Int32Array.of(0) })).toThrow(
      message,
    );
  });

  it.each([
    [Int32Array.of(3, 5), 'negatives[1] is 5, expected from 0 to 4'],
    [Int32Array.of(3, 1, 3), 'negatives[2] is the same as negatives[0]'],
    [new Int32Array(), 'the number of candidates is 0'],
  ])('refuse negatives %j of five items', (negatives, message) => {
    const labels = Int32Array.of(0, 1, 2);
    expect(() => sampledCrossEntropy(hidden(), table(), labels, { negatives })).toThrow(message);
  });

  it('refuse sequences that are longer than there are positions', () => {
    const states = tf.ones<tf.Rank.R3>([2, 3, 4]);
    const attended = { query: states, keys: states, values: states };
    const reach = { causal: false, lengths: [3, 4] };
    expect(() => fusedAttention(attended, reach)).toThrow('a used length is 4, expected from 1 to 3');
  });

  it('refuse batches that do not fit each other, and repeat those of one', () => {
    // Where oneDNN is on, TensorFlow takes its kernel of this operation in place of any other.
    const misfit = /do not fit|compatible batch dimensions/;
    expect(() => tf.matMul(tf.ones([2, 3, 1, 4]), tf.ones([3, 2, 4, 1]))).toThrow(misfit);
    const repeated = tf.matMul(tf.ones([2, 1, 1, 4]), tf.ones([3, 4, 1]));
    expect(repeated.shape).toEqual([2, 3, 1, 1]);
    expect(Array.from(repeated.dataSync())).toEqual([4, 4, 4, 4, 4, 4]);
  });

  // Scores of 2⁴⁵ items for a few rows are more bytes than an address can name.
  it('turn what is thrown on a thread into an error', () => {
    const nothing = tf.zeros<tf.Rank.R2>([2 ** 45, 0]);
    const rows = tf.zeros<tf.Rank.R2>([2, 0]);
    expect(() => tiedCrossEntropy(rows, nothing, Int32Array.of(0, 1))).toThrow('there is not enough memory');
  });
});

it('start threads in one file only, which grants what it counts on', async () => {
  for (const name of await readdir(KERNEL_SOURCES)) {
    const starts = /omp parallel|omp_get_(max|num)_threads|omp_get_thread_num/.test(
      await readFile(join(KERNEL_SOURCES, name), 'utf8'),
    );
    expect({ name, starts }).toEqual({ name, starts: name === 'threads.h' });
  }
});
