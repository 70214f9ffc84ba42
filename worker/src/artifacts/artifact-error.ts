// Why a published file, or a whole version, is not used.

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

export class ArtifactError extends Error {
  readonly fault: ArtifactFault;
  readonly key: string;

  constructor(fault: ArtifactFault, key: string, message: string, cause?: unknown) {
    super(`${key}: ${message}`, { cause });
    this.name = 'ArtifactError';
    this.fault = fault;
    this.key = key;
  }
}
