// Everything that can go wrong in answering. This is the only place where a failure gets its HTTP status.
import { CodedError } from '@trimtab/shared/coded-error.ts';
import type { FieldError } from '@trimtab/shared/problem.ts';

const PROBLEMS = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'invalid-request': { status: 400, title: 'The request does not fit the contract' },
  'invalid-cursor': { status: 400, title: 'The cursor is none of this list' },
  'experimental-concept': { status: 400, title: 'The concept is not offered for presets' },
  'unknown-concept': { status: 400, title: 'The model has no such concept' },
  'not-signed-in': { status: 401, title: 'This needs a signed-in user' },
  'api-key-required': { status: 401, title: 'This needs the key of an app' },
  'invalid-api-key': { status: 401, title: 'The key of the app was not accepted' },
  'invalid-token': { status: 401, title: 'The token was not accepted' },
  'origin-not-allowed': { status: 403, title: 'The key may not be used here' },
  'route-not-found': { status: 404, title: 'There is no such route' },
  'concept-not-found': { status: 404, title: 'There is no such concept' },
  'preset-not-found': { status: 404, title: 'There is no such preset' },
  'share-not-found': { status: 404, title: 'There is no such shared preset' },
  'method-not-allowed': { status: 405, title: 'The path takes other methods' },
  'caller-gone': { status: 408, title: 'The caller hung up' },
  'cursor-outdated': { status: 409, title: 'Another model serves than when the cursor was given' },
  'preset-limit-reached': { status: 409, title: 'No more presets can be saved' },
  'request-in-progress': { status: 409, title: 'The same request is being answered' },
  'preset-changed': { status: 412, title: 'The preset was changed meanwhile' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'not-json': { status: 415, title: 'The body must be sent as application/json' },
  'unsupported-encoding': { status: 415, title: 'The body is encoded in a way that is not read' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  'revision-required': { status: 428, title: 'Say which revision is being changed' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'quota-exceeded': { status: 429, title: 'The quota of this key is used up' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  'too-slow': { status: 503, title: 'It took too long' },
  overloaded: { status: 503, title: 'Too much is asked at once' },
  'storage-unavailable': { status: 503, title: 'What is saved cannot be reached' },
  'database-outdated': { status: 503, title: 'The database is older than the Worker' },
  'model-unavailable': { status: 503, title: 'No model can be served yet' },
  'events-unavailable': { status: 503, title: 'Events are not taken here' },
  'api-keys-unavailable': { status: 503, title: 'Keys of apps cannot be checked' },
  'sign-in-unavailable': { status: 503, title: 'Tokens cannot be checked' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

interface ProblemOptions {
  /** Fields of the request that were wrong. */
  errors?: FieldError[];
  headers?: Record<string, string>;
  cause?: unknown;
}

/** A failure that the caller is told about. `detail` says what was wrong this time, and what to do. */
export class Problem extends CodedError<ProblemCode> {
  override readonly name = 'Problem';
  readonly status: (typeof PROBLEMS)[ProblemCode]['status'];
  readonly title: string;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, detail: string, { errors, headers = {}, cause }: ProblemOptions = {}) {
    super(code, detail, { cause });
    this.status = PROBLEMS[code].status;
    this.title = PROBLEMS[code].title;
    this.errors = errors;
    this.headers = headers;
  }
}
