// Kernels that the wasm backend lacks or does slowly, over its own memory.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerAttendOnce } from './attend-once.ts';
import { registerBatchProduct } from './batch-product.ts';
import { registerKeepTopK } from './keep-top-k.ts';
import { floatsOf, integersOf, registerWasm } from './heap.ts';

export const GATHER_ROWS = 'TrimtabGatherRows';
export const SUM_ROWS = 'TrimtabSumRows';

export function registerWasmKernels(): void {
  registerWasm('UnsortedSegmentSum', unsortedSegmentSum);
  registerWasm(GATHER_ROWS, gatherRows);
  registerWasm(SUM_ROWS, sumRows);
  registerBatchProduct();
  registerAttendOnce();
  registerKeepTopK();
}

/** out[segment[i]] += x[i], the gradient of a gather. */
function unsortedSegmentSum(
  backend: BackendWasm,
  { x, segmentIds }: { x: tf.TensorInfo; segmentIds: tf.TensorInfo },
  { numSegments }: { numSegments: number },
): tf.TensorInfo {
  const out = backend.makeOutput([numSegments, ...x.shape.slice(1)], 'float32');
  const width = tf.util.sizeFromShape(x.shape.slice(1));
  const [from, segments, into] = [
    floatsOf(backend, x),
    integersOf(backend, segmentIds),
    floatsOf(backend, out),
  ];
  into.fill(0);
  for (let row = 0; row < segments.length; row++) {
    const segment = segments[row] as number;
    if (segment < 0 || segment >= numSegments) continue; // as TensorFlow does
    addRow(into, segment * width, from, row * width, width);
  }
  return out;
}

/** out[i] = x[indices[i]]: twenty times as fast as the backend's own gather, which works out each element's place. */
function gatherRows(
  backend: BackendWasm,
  { x, indices }: { x: tf.TensorInfo; indices: tf.TensorInfo },
): tf.TensorInfo {
  const [rows = 0, width = 0] = x.shape;
  const out = backend.makeOutput([tf.util.sizeFromShape(indices.shape), width], 'float32');
  const [from, which, into] = [floatsOf(backend, x), integersOf(backend, indices), floatsOf(backend, out)];
  for (let i = 0; i < which.length; i++) {
    const row = which[i] as number;
    if (row < 0 || row >= rows) throw new RangeError(`gatherRows: index ${row} is not one of ${rows} rows`);
    into.set(from.subarray(row * width, (row + 1) * width), i * width);
  }
  return out;
}

/** Σ over the first axis. */
function sumRows(backend: BackendWasm, { x }: { x: tf.TensorInfo }): tf.TensorInfo {
  const [rows = 0, width = 0] = x.shape;
  const out = backend.makeOutput([width], 'float32');
  const [from, into] = [floatsOf(backend, x), floatsOf(backend, out)];
  into.fill(0);
  for (let row = 0; row < rows; row++) addRow(into, 0, from, row * width, width);
  return out;
}

function addRow(into: Float32Array, at: number, from: Float32Array, start: number, width: number): void {
  for (let i = 0; i < width; i++) into[at + i] = (into[at + i] as number) + (from[start + i] as number);
}
