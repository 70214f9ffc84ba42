// Item vectors from who is watched near whom, without any transformer: a control for what a model adds.
import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../data/dataset.ts';
import { itemCount, trainingHistory, userCount } from '../data/dataset.ts';
import { createRandom } from '../math/random.ts';
import { matMul } from '../tensorflow/operations/ops.ts';
import { symmetricEigen } from '../math/symmetric-eigen.ts';

/** Items on each side that count as near. */
const WINDOW = 5;
const ITERATIONS = 12;
/** Above this the dense matrix no longer fits beside a model: 144 MB. */
export const MOST_CO_OCCURRENCE_ITEMS = 6000;

/**
 * U·√Σ of the truncated singular value decomposition of M_ij = max(0, ln(C_ij·N / (C_i·C_j))), with C_ij how often i and
 * j stand at most five places apart in a training history, C_i = Σ_j C_ij and N = Σ_i C_i: positive pointwise mutual
 * information (Levy and Goldberg 2014). By block power iteration and a Rayleigh-Ritz step (Halko et al. 2011).
 *
 * @returns vectors ∈ [items, size]
 * @throws RangeError for more items than `MOST_CO_OCCURRENCE_ITEMS`
 */
export async function coOccurrenceVectors(data: Dataset, size: number, seed: number): Promise<Float32Array> {
  const items = itemCount(data);
  if (items > MOST_CO_OCCURRENCE_ITEMS) {
    throw new RangeError(
      `${items} items are too many for dense co-occurrence: ${MOST_CO_OCCURRENCE_ITEMS} at most`,
    );
  }
  const width = Math.min(size, items);
  const matrix = tf.tensor2d(mutualInformation(coOccurrences(data), items), [items, items]);
  const random = createRandom(seed, 'window vectors');
  let basis = orthonormal(
    Float32Array.from({ length: items * width }, () => random.normal()),
    items,
    width,
  );
  for (let i = 0; i < ITERATIONS; i++) basis = orthonormal(await applied(matrix, basis, width), items, width);
  const image = await applied(matrix, basis, width);
  matrix.dispose();
  return rotated(basis, image, { items, width, size });
}

/** C ∈ [items, items], symmetric. */
function coOccurrences(data: Dataset): Float32Array {
  const items = itemCount(data);
  const counts = new Float32Array(items * items);
  for (let user = 0; user < userCount(data); user++) {
    const history = trainingHistory(data, user);
    for (let i = 0; i < history.length; i++) {
      for (let j = Math.max(0, i - WINDOW); j < i; j++) {
        const [a, b] = [history[i] as number, history[j] as number];
        counts[a * items + b] = (counts[a * items + b] as number) + 1;
        counts[b * items + a] = (counts[b * items + a] as number) + 1;
      }
    }
  }
  return counts;
}

/** Takes the counts over. */
function mutualInformation(counts: Float32Array, items: number): Float32Array {
  const sums = new Float64Array(items);
  counts.forEach((count, i) => {
    const row = Math.floor(i / items);
    sums[row] = (sums[row] as number) + count;
  });
  const total = sums.reduce((sum, value) => sum + value, 0);
  return counts.map((count, i) => {
    if (count === 0) return 0;
    const expected = (sums[Math.floor(i / items)] as number) * (sums[i % items] as number);
    return Math.max(0, Math.log((count * total) / expected));
  });
}

async function applied(matrix: tf.Tensor2D, basis: Float32Array, width: number): Promise<Float32Array> {
  const product = tf.tidy(() => matMul(matrix, tf.tensor2d(basis, [matrix.shape[0], width])));
  const values = await product.data<'float32'>();
  product.dispose();
  return values;
}

/** Columns made unit and at right angles, by Gram and Schmidt, twice against rounding. Takes over x ∈ [n, width]. */
function orthonormal(x: Float32Array, n: number, width: number): Float32Array {
  for (let column = 0; column < width; column++) {
    for (let other = 0; other < 2 * column; other++) subtractProjection(x, n, width, column, other % column);
    const norm = Math.sqrt(dotOfColumns(x, n, width, column, column)) || 1;
    for (let row = 0; row < n; row++) x[row * width + column] = (x[row * width + column] as number) / norm;
  }
  return x;
}

function subtractProjection(x: Float32Array, n: number, width: number, column: number, other: number): void {
  const share = dotOfColumns(x, n, width, column, other);
  for (let row = 0; row < n; row++) {
    const at = row * width;
    x[at + column] = (x[at + column] as number) - share * (x[at + other] as number);
  }
}

function dotOfColumns(x: Float32Array, n: number, width: number, a: number, b: number): number {
  let sum = 0;
  for (let row = 0; row < n; row++) sum += (x[row * width + a] as number) * (x[row * width + b] as number);
  return sum;
}

/** Q·V·√|Λ| with QᵀMQ = VΛVᵀ; columns beyond the number of items are 0. */
function rotated(
  basis: Float32Array,
  image: Float32Array,
  { items, width, size }: { items: number; width: number; size: number },
): Float32Array {
  const small = new Float64Array(width * width); // QᵀMQ
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < width; b++) {
      let sum = 0;
      for (let row = 0; row < items; row++)
        sum += (basis[row * width + a] as number) * (image[row * width + b] as number);
      small[a * width + b] = sum;
    }
  }
  const { values, vectors } = symmetricEigen(small, width);
  const result = new Float32Array(items * size);
  for (let row = 0; row < items; row++) {
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let a = 0; a < width; a++)
        sum += (basis[row * width + a] as number) * (vectors[i * width + a] as number);
      result[row * size + i] = sum * Math.sqrt(Math.abs(values[i] as number));
    }
  }
  return result;
}
