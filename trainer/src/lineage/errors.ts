// What can be wrong with the version that a run starts from.

export type LineageFault = 'missing' | 'damaged' | 'newer-format' | 'other-shape';

/** The message says which version, what was expected, and what to do. */
export class LineageError extends Error {
  override name = 'LineageError';
  readonly code: LineageFault;

  constructor(code: LineageFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
