// TensorFlow.js on WebAssembly: needs nothing native, always works, one thread.
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths, version_wasm as version } from '@tensorflow/tfjs-backend-wasm';
import { registerWasmKernels } from './kernels.ts';

export async function startWasm(): Promise<{ library: string }> {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(join(dirname(entry), sep));
  registerWasmKernels();
  await withoutNewListeners(async () => {
    await tf.setBackend('wasm');
    await tf.ready();
  });
  return { library: `tfjs-backend-wasm ${version}` };
}

/** The module's start code rethrows every uncaught error from a handler of its own, which buries where it came from. */
async function withoutNewListeners(start: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  await start();
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (before[i]?.includes(listener) === false) process.off(event, listener);
    }
  });
}
