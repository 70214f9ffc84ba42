// What can be wrong with a backend, said with what to do about it.

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

export class BackendError extends Error {
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackendError';
    this.code = code;
  }
}
