import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../../testing/each-backend.ts';
import { normal } from '../../../testing/gradient-check.ts';

/** c[i, j] = Σ a[i, p]·b[p, j] in double precision, by definition. */
function product(a: number[][], b: number[][]): number[][] {
  return a.map(
    (row) => b[0]?.map((_, j) => row.reduce((sum, x, p) => sum + x * (b[p]?.[j] ?? NaN), 0)) ?? [],
  );
}

const largestDifference = (a: number[][], b: number[][]): number =>
  Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - (b[i]?.[j] ?? NaN)))));

/** Sizes on, below and above those of the tiles, panels and blocks that kernels work in; the last by shares of k. */
const SIZES: [number, number, number][] = [
  [1, 1, 1],
  [6, 16, 4],
  [7, 17, 5],
  [13, 400, 300],
  [250, 33, 257],
  [9, 12, 3000],
];

describeOnEachBackend('products of floats', () => {
  it.each(SIZES)('are those of the definition, [%i, %i] with %i terms each', (m, n, k) => {
    const [a, b] = [normal([m, k], 1) as tf.Tensor2D, normal([k, n], 2) as tf.Tensor2D];
    const expected = product(a.arraySync(), b.arraySync());
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const left = transposeA ? tf.transpose(a) : a;
        const right = transposeB ? tf.transpose(b) : b;
        const actual = tf.matMul<tf.Tensor2D>(left, right, transposeA, transposeB).arraySync();
        expect(largestDifference(actual, expected)).toBeLessThan(1e-6 * k + 1e-6);
      }
    }
  });

  it('take one matrix for a whole batch', () => {
    const a = tf.tensor3d([[[1, 2]], [[3, 4]]]); // [2, 1, 2]
    expect(Array.from(tf.matMul(a, tf.tensor3d([[[10], [1]]])).dataSync())).toEqual([12, 34]);
  });
});
