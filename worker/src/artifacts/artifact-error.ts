// Why a published file, or a whole version, is not used.
import { CodedError } from '@trimtab/shared/coded-error.ts';

export type ArtifactFault =
  | 'unreachable'
  | 'missing'
  | 'wrong-size'
  | 'wrong-hash'
  | 'not-json'
  | 'newer-format'
  | 'invalid'
  | 'inconsistent'
  | 'unusable-graph'
  /** It was run, and lists other items than it should. */
  | 'wrong-answers';

export class ArtifactError extends CodedError<ArtifactFault> {
  override readonly name = 'ArtifactError';
  /** Where the file lies in the bucket, or the version's name. */
  readonly key: string;

  constructor(code: ArtifactFault, key: string, message: string, cause?: unknown) {
    super(code, `${key}: ${message}`, { cause });
    this.key = key;
  }
}
