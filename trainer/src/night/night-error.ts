// What can stop a night: one class whose code says what.

export type NightErrorCode =
  /** Another night holds the lock, or took it over. */
  | 'locked'
  /** There is nothing to train on. */
  | 'empty-night'
  /** What was gathered is too unlike the last good night's. */
  | 'data-refused'
  /** A rule holds the candidate back. */
  | 'held-back'
  /** A file of an earlier night cannot be read. */
  | 'unreadable-record'
  /** An option does not fit. */
  | 'bad-option';

export class NightError extends Error {
  override readonly name = 'NightError';
  readonly code: NightErrorCode;

  constructor(code: NightErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
