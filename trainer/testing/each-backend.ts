// For tests: runs a suite on wasm, and on the native backend where it is set up; elsewhere that half shows as skipped.
import { beforeAll, describe } from 'vitest';
import { startBackend } from '../src/tensorflow/backend.ts';
import type { BackendName } from '../src/tensorflow/backend-name.ts';
import { findNative } from '../src/tensorflow/native/cache.ts';
import { findKernels } from '../src/tensorflow/native/kernels-file.ts';
import { takesKernels } from '../src/tensorflow/native/set-up.ts';

const native = findNative(process.env);
export const nativeIsSetUp: boolean = native.found;

/** The native backend's folder and the file of our kernels in it, where both are there. */
export const kernelsThere: { folder: string; file: string } | undefined = (() => {
  if (!native.found || !takesKernels(native.record)) return undefined;
  const kernels = findKernels(native.folder);
  return kernels.found ? { folder: native.folder, file: kernels.file } : undefined;
})();

export function describeOnEachBackend(title: string, suite: (backend: BackendName) => void): void {
  for (const backend of ['wasm', 'native'] as const) {
    describe.skipIf(backend === 'native' && !nativeIsSetUp)(`${title} on ${backend}`, () => {
      beforeAll(async () => {
        await startBackend({ backend });
      });
      suite(backend);
    });
  }
}

/** Runs a suite on the native backend with our kernels in it. */
export function describeWithKernels(title: string, suite: () => void): void {
  describe.skipIf(kernelsThere === undefined)(
    `${title} on native (skipped where our kernels are not)`,
    () => {
      beforeAll(async () => {
        await startBackend({ backend: 'native' });
      });
      suite();
    },
  );
}
