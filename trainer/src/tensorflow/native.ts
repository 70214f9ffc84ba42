// TensorFlow's own library behind TensorFlow.js, loaded from the cache where `trimtab doctor --fix` leaves it.
import { BackendError } from './backend-error.ts';

/** Whether the native backend is set up, and if not, why. */
export function findNative(_environment: NodeJS.ProcessEnv): { found: boolean; reason: string } {
  return { found: false, reason: 'the native backend is not set up' };
}

export async function startNative(
  _environment: NodeJS.ProcessEnv,
): Promise<{ library: string; gpu: boolean }> {
  throw new BackendError(
    'native-not-set-up',
    'the native backend is not set up: run "trimtab doctor --fix", or choose --backend wasm',
  );
}
