// Batched products on wasm, matrix by matrix.
//
// The backend multiplies fast (XNNPACK) only one pair of matrices at a time, and a batch by a plain loop, ten times
// slower. This kernel shows it each pair of a batch as tensors of their own that lie inside the batch's memory.
import { at } from '@trimtab/shared/look-up.ts';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type * as tf from '@tensorflow/tfjs-core';
import { registerWasm } from './heap.ts';

export const BATCH_PRODUCT = 'TrimtabBatchProduct';

/** Names of the borrowed tensors inside wasm: far above any that the backend counts up to. */
const [LEFT, RIGHT, OUT] = [0x7ffffff0, 0x7ffffff1, 0x7ffffff2] as const;
const FLOAT_BYTES = 4;

type Multiply = (
  aId: number,
  aShape: Uint8Array,
  aRank: number,
  bId: number,
  bShape: Uint8Array,
  bRank: number,
  transposeA: boolean,
  transposeB: boolean,
  outId: number,
) => void;

export function registerBatchProduct(): void {
  registerWasm(BATCH_PRODUCT, batchProduct);
}

/** a[i]·b[i] for a ∈ [batch, m, k], b ∈ [batch, k, n]. */
function batchProduct(backend: BackendWasm, { a, b }: { a: tf.TensorInfo; b: tf.TensorInfo }): tf.TensorInfo {
  const [batch = 0, m = 0, k = 0] = a.shape;
  const n = at(b.shape, 2);
  const out = backend.makeOutput([batch, m, n], 'float32');
  const multiply = multiplierOf(backend);
  const offsets = [a, b, out].map(({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset);
  const [aOffset = 0, bOffset = 0, outOffset = 0] = offsets;
  const { tfjs } = backend.wasm;
  const [aShape, bShape] = [shapeBytes([1, m, k]), shapeBytes([1, k, n])];
  for (let i = 0; i < batch; i++) {
    tfjs.registerTensor(LEFT, m * k, aOffset + i * m * k * FLOAT_BYTES);
    tfjs.registerTensor(RIGHT, k * n, bOffset + i * k * n * FLOAT_BYTES);
    tfjs.registerTensor(OUT, m * n, outOffset + i * m * n * FLOAT_BYTES);
    multiply(LEFT, aShape, 3, RIGHT, bShape, 3, false, false, OUT);
    // Forgets the name, and with it the packed copy of b; the memory is the batch's and stays.
    for (const name of [LEFT, RIGHT, OUT]) tfjs.disposeData(name);
  }
  return out;
}

const multipliers = new WeakMap<object, Multiply>();

function multiplierOf({ wasm }: BackendWasm): Multiply {
  const known = multipliers.get(wasm);
  if (known !== undefined) return known;
  const [number, array] = ['number', 'array'] as const;
  const types = [number, array, number, number, array, number, number, number, number];
  const { cwrap } = wasm as unknown as { cwrap(name: string, returns: null, types: string[]): Multiply };
  const multiply = cwrap('BatchMatMul', null, types);
  multipliers.set(wasm, multiply);
  return multiply;
}

const shapeBytes = (shape: number[]): Uint8Array => new Uint8Array(new Int32Array(shape).buffer);
