// Losses over a few classes drawn for a whole batch, for tables too large to score in full.
import * as tf from '@tensorflow/tfjs-core';
import { minusLog } from './cross-entropy.ts';
import { gatherRows } from './gather-rows.ts';
import { hasKernels } from '../native/kernels.ts';
import { CHUNK_SCORES, meanLossInChunks } from './loss-in-chunks.ts';
import { transposedA, transposedB } from './products.ts';
import { softmaxByKernel } from './softmax-kernel.ts';

/** What a loss makes of scores ∈ [n, 1 + negatives], the label's in column 0. */
interface Slopes {
  losses: tf.Tensor1D; // [n]
  /** ∂ of the label's score. */
  own: tf.Tensor1D; // [n]
  /** ∂ of every score; column 0 is not read. */
  all: tf.Tensor2D; // [n, 1 + negatives]
}

/** A negative that is a row's own label must not count against it. */
const HIDDEN = -1e9;

export interface NegativesOptions {
  /** Classes without repeats, drawn alike from all. */
  negatives: Int32Array;
  /** How many classes they were drawn from: the rows of the table, unless it has only some of them. */
  classes?: number | undefined;
  chunkScores?: number;
}

/**
 * mean of -log(e^s⁺ / (e^s⁺ + Σ e^(s⁻ - log q))): softmax over the label and the negatives, each of which stands for
 * 1/q classes like it; q = negatives/(classes - 1) is how likely it was drawn. The label was not drawn, so it is not
 * corrected (Khrylchenko et al. 2025). With every class as a negative it is the full cross-entropy.
 *
 * @param hidden ∈ [rows, d]
 * @param table ∈ [classes, d]
 * @param labels [rows]
 */
export function sampledCrossEntropy(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  labels: Int32Array,
  options: NegativesOptions,
): tf.Scalar {
  const { negatives, classes = table.shape[0] } = options;
  if (hasKernels()) {
    return softmaxByKernel('SampledSoftmax', hidden, table, negatives, Int32Array.of(classes), labels);
  }
  const others = classes - 1;
  const correction = (drawn: number): number => Math.log(Math.max(1, drawn) / Math.max(1, others));
  return againstNegatives(hidden, table, labels, { ...options, correction }, (scores) => {
    const probabilities = tf.softmax(scores);
    const own = firstColumn(probabilities);
    return { losses: minusLog(own), own: tf.sub(own, 1), all: probabilities };
  });
}

/**
 * mean of -(β·log σ(s⁺) + Σ log(1 - σ(s⁻)))/(k + 1) over k negatives, with β = α·(t·(1 - 1/α) + 1/α) and
 * α = k/(classes - 1): gBCE (Petrov and Macdonald 2023), which undoes the overconfidence that negative sampling causes.
 *
 * @param options.t 0 is plain binary cross-entropy, 1 undoes all of it
 */
export function generalisedBinaryCrossEntropy(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  labels: Int32Array,
  options: NegativesOptions & { t: number },
): tf.Scalar {
  const { negatives, classes = table.shape[0] } = options;
  const count = negatives.length;
  const alpha = count / Math.max(1, classes - 1);
  const beta = alpha * (options.t * (1 - 1 / alpha) + 1 / alpha);
  const share = 1 / (count + 1);
  return againstNegatives(hidden, table, labels, { ...options, correction: () => 0 }, (scores) => {
    const label = firstColumn(scores);
    const against = tf.sub(tf.sum(tf.softplus(scores), 1), tf.softplus(label)); // Σ -log(1 - σ(s⁻))
    const losses = tf.mul<tf.Tensor1D>(tf.add(tf.mul(tf.softplus(tf.neg(label)), beta), against), share);
    const own = tf.mul<tf.Tensor1D>(tf.sub(tf.sigmoid(label), 1), beta * share);
    return { losses, own, all: tf.mul(tf.sigmoid(scores), share) };
  });
}

interface Drawing extends NegativesOptions {
  /** Added to the label's score of a row that `drawn` negatives other than its label were drawn for. */
  correction: (drawn: number) => number;
}

/** The scores of the label and the negatives of each row, and the gradients from what a loss makes of them. */
function againstNegatives(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  labels: Int32Array,
  { negatives, correction, chunkScores = CHUNK_SCORES }: Drawing,
  slopesOf: (scores: tf.Tensor2D) => Slopes,
): tf.Scalar {
  const [classes, size] = table.shape;
  const columns = negatives.length + 1;
  const columnOf = new Map(Array.from(negatives, (item, i) => [item, i + 1]));
  return meanLossInChunks(hidden, table, { columns, chunkScores }, (rows, from) => {
    const own = labels.subarray(from, from + rows.shape[0]);
    const ids = tf.tensor1d(Int32Array.of(...negatives, ...own), 'int32');
    const looked = gatherRows(table, ids); // [negatives + n, d]
    // The label's column is a product with nothing, written over below: it takes no part in the gradients' products.
    const compared = tf.concat([tf.zeros<tf.Rank.R2>([1, size]), tf.slice(looked, 0, columns - 1)]);
    const labelRows = tf.slice(looked, columns - 1);
    const labelScores = tf.sum<tf.Tensor1D>(tf.mul(rows, labelRows), 1);
    const drawnFor = Float32Array.from(own, (label) =>
      correction(negatives.length - (columnOf.has(label) ? 1 : 0)),
    );
    const corrected = tf.add<tf.Tensor1D>(labelScores, tf.tensor1d(drawnFor));
    const scores = withLabels(transposedB(rows, compared), corrected, own, columnOf);
    const slopes = slopesOf(scores);
    const ownSlopes = tf.reshape<tf.Rank.R2>(slopes.own, [own.length, 1]);
    const ofNegatives = tf.slice(transposedA(slopes.all, rows), 1);
    const ofLooked = tf.concat<tf.Tensor2D>([ofNegatives, tf.mul(rows, ownSlopes)]);
    return {
      losses: slopes.losses,
      hidden: tf.add(tf.matMul(slopes.all, compared), tf.mul(labelRows, ownSlopes)),
      table: tf.unsortedSegmentSum(ofLooked, ids, classes),
    };
  });
}

/** The scores with the label's in column 0, and without the label where it is also a negative. */
function withLabels(
  scores: tf.Tensor2D,
  labelScores: tf.Tensor1D,
  labels: Int32Array,
  columnOf: Map<number, number>,
): tf.Tensor2D {
  const places: number[] = [];
  for (let row = 0; row < labels.length; row++) places.push(row, 0);
  labels.forEach((label, row) => {
    const column = columnOf.get(label);
    if (column !== undefined) places.push(row, column);
  });
  const repeats = places.length / 2 - labels.length;
  const values = tf.concat([labelScores, tf.mul<tf.Tensor1D>(tf.ones([repeats]), HIDDEN)]);
  const indices = tf.tensor2d(Int32Array.from(places), [places.length / 2, 2], 'int32');
  return tf.tensorScatterUpdate(scores, indices, values) as tf.Tensor2D;
}

const firstColumn = (x: tf.Tensor2D): tf.Tensor1D => tf.reshape(tf.slice(x, [0, 0], [-1, 1]), [x.shape[0]]);
