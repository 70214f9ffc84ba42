// The k largest of each row, in one pass over wasm's memory: the backend sorts whole rows, and looks each number up again.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type * as tf from '@tensorflow/tfjs-core';
import { floatsOf, registerWasm } from './heap.ts';

export const KEEP_TOP_K = 'TrimtabKeepTopK';

export function registerKeepTopK(): void {
  registerWasm(KEEP_TOP_K, keepTopK);
}

/** out[row, j] = values[row, j] where x[row, j] is one of the k largest of its row, ties to the lower index; else 0. */
function keepTopK(
  backend: BackendWasm,
  { x, values }: { x: tf.TensorInfo; values: tf.TensorInfo },
  { k }: { k: number },
): tf.TensorInfo {
  const [rows = 0, width = 0] = x.shape;
  const out = backend.makeOutput(x.shape, 'float32');
  const [scores, from, into] = [floatsOf(backend, x), floatsOf(backend, values), floatsOf(backend, out)];
  into.fill(0);
  const kept = new Int32Array(k);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    largestOf(scores, start, width, kept);
    for (let i = 0; i < k; i++) {
      const place = start + (kept[i] as number);
      into[place] = from[place] as number;
    }
  }
  return out;
}

/** Where the largest of a row stand, the largest first, into `kept`. Few enter it, and those move the smaller ones on. */
function largestOf(scores: Float32Array, start: number, width: number, kept: Int32Array): void {
  const k = kept.length;
  let count = 0;
  for (let column = 0; column < width; column++) {
    const score = scores[start + column] as number;
    if (count === k && score <= (scores[start + (kept[k - 1] as number)] as number)) continue;
    let place = count < k ? count++ : k - 1;
    while (place > 0 && (scores[start + (kept[place - 1] as number)] as number) < score) {
      kept[place] = kept[place - 1] as number;
      place--;
    }
    kept[place] = column;
  }
}
