// What is worked out with our kernels and without, to be compared: each kernel at sizes just beyond its tiles.
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '../../math/random.ts';
import { adamStep } from '../../optimiser/adam.ts';
import { attend } from '../../recommender/attention.ts';
import { KEEP_ALL } from '../../recommender/dropout.ts';
import { attentionMask } from '../../recommender/sequences.ts';
import type { RecommenderConfig } from '../../recommender/weights.ts';
import { withUnitRows } from '../../sae/autoencoder.ts';
import { kindOf } from '../../sae/kinds.ts';
import { REFINEMENT } from '../../sae/refinement.ts';
import { PRODUCT, type Operation } from '../../tensorflow/native/kernels.ts';
import { largestOf } from '../../tensorflow/operations/keep-above.ts';
import {
  dropOut,
  gatedAdd,
  keepTopK,
  layerNorm,
  linear,
  sampledCrossEntropy,
  swiGlu,
  tiedCrossEntropy,
} from '../../tensorflow/operations/ops.ts';

/** Tensors by name. */
export type Results = Record<string, tf.Tensor>;

/** A function of tensors, and tensors to take it at. */
interface Differentiable {
  of: (...inputs: tf.Tensor[]) => tf.Tensor;
  at: tf.Tensor[];
}

const valueOf = ({ of, at }: Differentiable): Results => ({ value: of(...at) });

/** The gradients of Σ weights·f, so that no two numbers of f count alike. */
function gradientsOf({ of, at }: Differentiable): Results {
  const objective = (...inputs: tf.Tensor[]): tf.Scalar => {
    const value = of(...inputs);
    return tf.sum(tf.mul(value, drawn('weights', value.shape)));
  };
  return byPlace(tf.grads(objective)(at));
}

const byPlace = (tensors: tf.Tensor[]): Results =>
  Object.fromEntries(tensors.map((tensor, i) => [String(i), tensor]));

/** Normal numbers, the same for a name in every process. */
function drawn<T extends tf.Tensor>(name: string, shape: number[]): T {
  const random = createRandom(1, `proof of ${name}`);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal());
  return tf.tensor(values, shape) as T;
}

const matrix = (name: string, ...shape: [number, number]): tf.Tensor2D => drawn(name, shape);
const vector = (name: string, size: number): tf.Tensor1D => drawn(name, [size]);

/** More rows than two threads take at once, and sizes that no vector of numbers divides. */
const [ROWS, SIZE, ITEMS, LATENTS] = [1003, 17, 53, 200] as const;

const rows = (name: string): tf.Tensor2D => matrix(name, ROWS, SIZE);

const layer = (): Differentiable => ({
  of: (x, weight, bias) => linear(x as tf.Tensor2D, weight as tf.Tensor2D, bias as tf.Tensor1D),
  at: [rows('x'), matrix('weight', SIZE, ITEMS), vector('bias', ITEMS)],
});

const normalisation = (): Differentiable => ({
  of: (x, gain, bias) => layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
  at: [rows('x'), vector('gain', SIZE), vector('bias', SIZE)],
});

const gate = (): Differentiable => ({
  of: (x, open, branch) => gatedAdd(x as tf.Tensor2D, open as tf.Tensor2D, branch as tf.Tensor2D),
  at: [rows('x'), rows('gate'), rows('branch')],
});

const activation = (): Differentiable => ({
  of: (open, value) => swiGlu(open as tf.Tensor2D, value as tf.Tensor2D),
  at: [rows('gate'), rows('value')],
});

const labels = (): Int32Array => Int32Array.from({ length: ROWS }, (_, row) => (row * 7) % ITEMS);
/** Half of the items: a label is among them or not. */
const negatives = (): Int32Array => Int32Array.from({ length: ITEMS >> 1 }, (_, i) => 2 * i);

/** A loss and its gradients, which the kernel works out together. */
function softmaxLoss(loss: (hidden: tf.Tensor2D, table: tf.Tensor2D) => tf.Scalar): Results {
  const { value, grads } = tf.valueAndGrads((hidden, table) =>
    loss(hidden as tf.Tensor2D, table as tf.Tensor2D),
  )([rows('x'), matrix('table', ITEMS, SIZE)]);
  return { value, ...byPlace(grads) };
}

const LENGTH = 50;
const HEADS = 2;
const USED = [50, 33, 1];

/** Attention of three sequences, more queries than are worked on at once, whole or in part. */
function attention(kind: RecommenderConfig['kind']): Differentiable {
  const headSize = 5;
  const hiddenSize = headSize * HEADS;
  const config = {
    kind,
    items: ITEMS,
    hiddenSize,
    feedForwardSize: 8,
    blocks: 1,
    heads: HEADS,
    maxLength: LENGTH,
  };
  const shape = [USED.length * HEADS, LENGTH, headSize];
  const options = {
    reach: { causal: kind === 'gptrec', lengths: USED },
    mask: attentionMask(config, USED, LENGTH),
    dropout: KEEP_ALL,
  };
  return {
    of: (query, keys, values, distances) =>
      attend(
        { config, parameters: {} },
        { query: query as tf.Tensor3D, keys: keys as tf.Tensor3D, values: values as tf.Tensor3D },
        { ...options, distances: distances as tf.Tensor2D },
        [USED.length, LENGTH],
      ),
    at: [
      drawn('query', shape),
      drawn('keys', shape),
      drawn('values', shape),
      matrix('distances', HEADS, 2 * LENGTH - 1),
    ],
  };
}

const bothWays = (of: (test: Differentiable) => Results): Results => ({
  ...named('causal', of(attention('gptrec'))),
  ...named('whole', of(attention('bert4rec'))),
});

const named = (name: string, results: Results): Results =>
  Object.fromEntries(Object.entries(results).map(([part, tensor]) => [`${name}.${part}`, tensor]));

/** The loss of an autoencoder in which some latents are dead, what fired, and the gradients of all weights. */
function sparseLoss(kind: 'topk' | 'batch-topk', refined: boolean): Results {
  const config = { kind, hiddenSize: SIZE, latents: LATENTS, k: 5 };
  const weights: Results = {
    'encoder.weight': matrix('encoder', SIZE, LATENTS),
    'encoder.bias': vector('encoder bias', LATENTS),
    'decoder.weight': matrix('decoder', LATENTS, SIZE),
    'decoder.bias': vector('decoder bias', SIZE),
    ...(refined && { [REFINEMENT]: matrix('refinement', SIZE, LATENTS) }),
  };
  const dead = tf.tensor1d(Array.from({ length: LATENTS }, (_, i) => (i % 3 === 0 ? 1 : 0)));
  const options = { dead, anyDead: true, auxiliaryK: 7, auxiliaryWeight: 0.25, l1Weight: 0 };
  const names = Object.keys(weights);
  const fired: tf.Tensor[] = [];
  const { value, grads } = tf.valueAndGrads((...values) => {
    const parameters = Object.fromEntries(values.map((each, i) => [String(names[i]), each]));
    const result = kindOf(config).loss({ config, parameters }, rows('x'), options);
    fired.push(tf.keep(result.fired));
    return result.loss;
  })(Object.values(weights));
  return { value, ...byPlace(grads), ...named('fired', byPlace(fired)) };
}

/** Two steps, so that the moments of the first count. */
function adam(): Results {
  const size = 40_001;
  const moment = (name: string): tf.Tensor1D => tf.square(vector(name, size));
  const weights = { w: vector('weights', size) };
  const state = { step: 3, first: vector('first', size), second: moment('second') };
  const { parameters, state: next } = adamStep(weights, { w: vector('gradients', size) }, state, {
    learningRate: 0.1,
    clipNorm: 2,
  });
  return { ...parameters, first: next.first, second: next.second };
}

/** Sizes on both sides of tiles, panels and blocks: by rows, by columns and by depth, and batches that are repeated. */
const PRODUCTS: [number[], number[]][] = [
  [
    [6, 4],
    [4, 16],
  ],
  [
    [250, 257],
    [257, 33],
  ],
  [
    [13, 300],
    [300, 401],
  ],
  [
    [9, 3001],
    [3001, 12],
  ],
  [
    [2, 1, 13, 7],
    [3, 7, 33],
  ],
];

function products(): Results {
  const flags = [false, true];
  const all = PRODUCTS.flatMap(([left, right], which) =>
    flags.flatMap((a) => flags.map((b) => [`${which}.${a}.${b}`, product(left, right, a, b)] as const)),
  );
  return Object.fromEntries(all);
}

const laidOut = (sizes: number[], transposed: boolean): number[] =>
  transposed ? [...sizes.slice(0, -2), ...sizes.slice(-2).toReversed()] : sizes;

function product(left: number[], right: number[], transposeA: boolean, transposeB: boolean): tf.Tensor {
  const a = drawn('left', laidOut(left, transposeA));
  const b = drawn('right', laidOut(right, transposeB));
  return tf.matMul(a, b, transposeA, transposeB);
}

/** Every kernel, and what shows that it is right; one that is missing does not compile. */
export const CASES: Record<Operation | typeof PRODUCT, () => Results> = {
  [PRODUCT]: products,
  Linear: () => valueOf(layer()),
  LinearGradient: () => gradientsOf(layer()),
  LayerNorm: () => valueOf(normalisation()),
  LayerNormGradient: () => gradientsOf(normalisation()),
  GatedAdd: () => valueOf(gate()),
  GatedAddGradient: () => gradientsOf(gate()),
  SwiGlu: () => valueOf(activation()),
  SwiGluGradient: () => gradientsOf(activation()),
  FullSoftmax: () => softmaxLoss((hidden, table) => tiedCrossEntropy(hidden, table, labels())),
  SampledSoftmax: () =>
    softmaxLoss((hidden, table) => sampledCrossEntropy(hidden, table, labels(), { negatives: negatives() })),
  Attention: () => bothWays(valueOf),
  AttentionGradient: () => bothWays(gradientsOf),
  KeepTopK: () => ({ ...valueOf(kept()), ...gradientsOf(kept()) }),
  KthLargest: () => ({ value: largestOf(rows('x'), 99) }),
  UnitRows: () => withUnitRows({ 'decoder.weight': rows('decoder') }),
  SparseLoss: () => ({
    ...named('topk', sparseLoss('topk', false)),
    ...named('refined', sparseLoss('topk', true)),
    ...named('shared', sparseLoss('batch-topk', false)),
  }),
  Dropout: () => ({ value: dropOut(rows('x'), 77, 5) }),
  Adam: adam,
};

const kept = (): Differentiable => ({ of: (x) => keepTopK(x as tf.Tensor2D, 3), at: [rows('x')] });
