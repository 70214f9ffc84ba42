// What can stop a night: one class whose code says what.
import { CodedError } from '@trimtab/shared/coded-error.ts';

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

export class NightError extends CodedError<NightErrorCode> {
  override readonly name = 'NightError';
}
