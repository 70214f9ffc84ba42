// For tests: runs a suite on wasm, and on the native backend where it is set up; elsewhere that half shows as skipped.
import { beforeAll, describe } from 'vitest';
import { startBackend } from '../src/tensorflow/backend.ts';
import type { BackendName } from '../src/tensorflow/backend-name.ts';
import { findNative } from '../src/tensorflow/native/cache.ts';

export const nativeIsSetUp: boolean = findNative(process.env).found;

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
