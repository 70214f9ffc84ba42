// TensorFlow.js on WebAssembly: needs nothing native, always works, one thread.
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths, version_wasm as version } from '@tensorflow/tfjs-backend-wasm';

export async function startWasm(): Promise<{ library: string }> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(join(dirname(entry), sep));
  registerMissingKernels();
  await tf.setBackend('wasm');
  await tf.ready();
  return { library: `tfjs-backend-wasm ${version}` };
}

/** wasm ships no UnsortedSegmentSum, the gradient of tf.gather. The kernels that it does ship can build it. */
function registerMissingKernels(): void {
  if (tf.getKernel('UnsortedSegmentSum', 'wasm') !== undefined) return;
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as unknown as { x: tf.Tensor; segmentIds: tf.Tensor };
      const { numSegments } = attrs as unknown as { numSegments: number };
      const at = tf.reshape(segmentIds, [segmentIds.size, 1]);
      return tf.scatterND(at, x, [numSegments, ...x.shape.slice(1)]);
    },
  });
}
