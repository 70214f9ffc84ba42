// The names of backends, apart from the backends themselves, which take a second to load.
import { BackendError } from './backend-error.ts';

export type BackendName = 'wasm' | 'native';

/** @throws BackendError if there is no backend of this name */
export function parseBackend(name: string | undefined): BackendName | undefined {
  if (name === undefined || name === '') return undefined;
  if (name === 'wasm' || name === 'native') return name;
  throw new BackendError('unknown-backend', `the backend "${name}" is unknown: expected "wasm" or "native"`);
}
