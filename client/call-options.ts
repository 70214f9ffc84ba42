// What may be said about a single call, and what is told of its answer.

export interface CallOptions {
  /** Ends the call, the waiting between its attempts included. */
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Whom this call speaks for, in place of the client's `person`. */
  person?: string;
  /** In place of one that the client makes, so that a call is known again after your own process was lost. */
  idempotencyKey?: string;
  /** Hears of the answer before the call resolves: `({ headers }) => headers.get('ratelimit')`. */
  onAnswer?: (answer: AnswerFacts) => void;
}

export interface AnswerFacts {
  status: number;
  /** `etag`, `ratelimit`, `x-model-version`, `x-request-id` and all others. */
  headers: Headers;
  url: string;
}
