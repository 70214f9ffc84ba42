// What can be wrong with a backend, said with what to do about it.
import { CodedError } from '@trimtab/shared/coded-error.ts';

export type BackendErrorCode =
  | 'unknown-backend'
  | 'native-not-set-up'
  | 'native-package-absent'
  | 'native-broken'
  | 'compiler-absent'
  | 'compile-failed'
  | 'kernels-refused'
  | 'download-failed'
  | 'checksum-mismatch'
  | 'platform-unsupported';

export class BackendError extends CodedError<BackendErrorCode> {
  override readonly name = 'BackendError';
}
