// An error that says what went wrong by a code, for code to act on, beside a message for people.

/**
 * What errors with codes share. A subclass names its codes, and itself for logs.
 *
 * @example class KeyError extends CodedError<'invalid-key' | 'key-not-found'> { override readonly name = 'KeyError'; }
 */
export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
