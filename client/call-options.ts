// What may be said about a single call.

export interface CallOptions {
  /** Ends the call, the waiting between its attempts included. */
  signal?: AbortSignal;
  headers?: Record<string, string>;
}
