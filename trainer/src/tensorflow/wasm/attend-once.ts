// Attention of one position over wasm's memory.
//
// The backend would multiply matrix by matrix, each with a packed copy of its right side: many times the work itself.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type * as tf from '@tensorflow/tfjs-core';
import { floatsOf, registerWasm } from './heap.ts';

export const ATTEND_ONCE = 'TrimtabAttendOnce';
export const ATTEND_ONCE_GRADIENT = 'TrimtabAttendOnceGradient';

/** What a position asks with, what it offers itself, and what was kept of those before it. */
type Inputs = Record<'query' | 'ownKeys' | 'ownValues' | 'keys' | 'values' | 'bias', tf.TensorInfo>;

export function registerAttendOnce(): void {
  registerWasm(ATTEND_ONCE, attendOnce);
  registerWasm(ATTEND_ONCE_GRADIENT, attendOnceGradient);
}

interface Views {
  rows: number;
  length: number;
  size: number;
  query: Float32Array; // [rows, size]
  ownKeys: Float32Array; // [rows, size]
  ownValues: Float32Array; // [rows, size]
  keys: Float32Array; // [rows, length, size]
  values: Float32Array; // [rows, length, size]
  bias: Float32Array; // [rows, length + 1]
}

function viewsOf(backend: BackendWasm, inputs: Inputs): Views {
  const [rows = 0, length = 0, size = 0] = inputs.keys.shape;
  const of = (name: keyof Inputs): Float32Array => floatsOf(backend, inputs[name]);
  const own = { query: of('query'), ownKeys: of('ownKeys'), ownValues: of('ownValues') };
  return { rows, length, size, ...own, keys: of('keys'), values: of('values'), bias: of('bias') };
}

/** [rows, 1, size] */
function attendOnce(backend: BackendWasm, inputs: Inputs): tf.TensorInfo {
  const out = backend.makeOutput(inputs.query.shape, 'float32');
  const views = viewsOf(backend, inputs);
  const into = floatsOf(backend, out);
  const { rows, length, size, values, ownValues } = views;
  const shares = new Float64Array(length + 1);
  const sums = new Float64Array(size);
  for (let row = 0; row < rows; row++) {
    sharesOf(views, row, shares);
    sums.fill(0);
    for (let place = 0; place < length; place++) {
      addScaled(sums, values, (row * length + place) * size, shares[place] as number);
    }
    addScaled(sums, ownValues, row * size, shares[length] as number);
    into.set(sums, row * size);
  }
  return out;
}

/**
 * The gradients of query, own keys and own values, one after the other: with g_j = ∂p_j = ∂y·v_j and
 * ∂s = p·(g - Σ p·g), they are Σ_j ∂s_j·k_j, ∂s_own·q and p_own·∂y.
 *
 * @returns ∈ [3, rows, size]
 */
function attendOnceGradient(
  backend: BackendWasm,
  { upstream, ...inputs }: Inputs & { upstream: tf.TensorInfo },
): tf.TensorInfo {
  const [rowsOut = 0, , sizeOut = 0] = inputs.query.shape;
  const out = backend.makeOutput([3, rowsOut, sizeOut], 'float32');
  const views = viewsOf(backend, inputs);
  const { rows, length, size, query, keys, values, ownKeys, ownValues } = views;
  const [slope, into] = [floatsOf(backend, upstream), floatsOf(backend, out)];
  const shares = new Float64Array(length + 1);
  const slopes = new Float64Array(length + 1);
  const sums = new Float64Array(size);
  for (let row = 0; row < rows; row++) {
    sharesOf(views, row, shares);
    const [start, own] = [row * length * size, row * size];
    for (let place = 0; place < length; place++) {
      slopes[place] = dot(slope, own, values, start + place * size, size);
    }
    slopes[length] = dot(slope, own, ownValues, own, size);
    const mean = slopes.reduce((sum, value, place) => sum + value * (shares[place] as number), 0);
    const ofScore = (place: number): number => (shares[place] as number) * ((slopes[place] as number) - mean);
    sums.fill(0);
    for (let place = 0; place < length; place++) addScaled(sums, keys, start + place * size, ofScore(place));
    addScaled(sums, ownKeys, own, ofScore(length));
    into.set(sums, own);
    for (let i = 0; i < size; i++) {
      into[rows * size + own + i] = ofScore(length) * (query[own + i] as number);
      into[2 * rows * size + own + i] = (shares[length] as number) * (slope[own + i] as number);
    }
  }
  return out;
}

/** softmax([q·kᵀ, q·own] + bias) of one row, into `shares` ∈ [length + 1] */
function sharesOf(views: Views, row: number, shares: Float64Array): void {
  const { length, size, query, keys, ownKeys, bias } = views;
  const own = row * size;
  let largest = -Infinity;
  for (let place = 0; place <= length; place++) {
    const product =
      place < length
        ? dot(query, own, keys, (row * length + place) * size, size)
        : dot(query, own, ownKeys, own, size);
    const score = product + (bias[row * (length + 1) + place] as number);
    shares[place] = score;
    if (score > largest) largest = score;
  }
  let total = 0;
  for (let place = 0; place <= length; place++) {
    const share = Math.exp((shares[place] as number) - largest);
    shares[place] = share;
    total += share;
  }
  for (let place = 0; place <= length; place++) shares[place] = (shares[place] as number) / total;
}

function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += (a[aStart + i] as number) * (b[bStart + i] as number);
  return sum;
}

function addScaled(into: Float64Array, from: Float32Array, start: number, scale: number): void {
  for (let i = 0; i < into.length; i++) {
    into[i] = (into[i] as number) + scale * (from[start + i] as number);
  }
}
