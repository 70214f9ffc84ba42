// What can go wrong with keys of apps.
import { CodedError } from '@trimtab/shared/coded-error.ts';

export type KeyErrorCode =
  /** A name, origin or quota is none. */
  | 'invalid-key'
  /** No such key is in force. */
  | 'key-not-found'
  /** The tables are not there yet. */
  | 'not-migrated'
  /** The database answered with an error, or not at all. */
  | 'database-failure';

export class KeyError extends CodedError<KeyErrorCode> {
  override readonly name = 'KeyError';
}
