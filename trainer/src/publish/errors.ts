// What can go wrong with artifacts and their publishing: one class whose code says what, for the commands to act on.
import { CodedError } from '@trimtab/shared/coded-error.ts';

export type PublishErrorCode =
  /** A file of the artifact is absent, cut short or changed. */
  | 'damaged-artifact'
  /** A file does not fit its schema. */
  | 'invalid-artifact'
  /** The version is already published with other files. */
  | 'version-exists'
  /** The store does not have what was to be promoted. */
  | 'not-published'
  /** Somebody else moved the pointer at the same time. */
  | 'lost-race'
  /** There is no version to roll back to. */
  | 'no-previous'
  /** The store cannot be reached as configured. */
  | 'store-configuration'
  /** The store answered with an error. */
  | 'store-failure'
  /** The store did not answer, or its answer was lost: what was asked may have happened. */
  | 'no-answer'
  /** The version was rolled back, and nobody has named it since. */
  | 'rolled-back'
  /** The model, run on the histories that its artifact carries, does not list what it should. */
  | 'wrong-answers';

export class PublishError extends CodedError<PublishErrorCode> {
  override readonly name = 'PublishError';
}
