// What can be wrong with the version that a run starts from.
import { CodedError } from '@trimtab/shared/coded-error.ts';

export type LineageFault = 'missing' | 'damaged' | 'newer-format' | 'other-shape';

/** The message says which version, what was expected, and what to do. */
export class LineageError extends CodedError<LineageFault> {
  override readonly name = 'LineageError';
}
