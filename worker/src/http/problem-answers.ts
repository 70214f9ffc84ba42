// How routes describe their failures in the OpenAPI document.
import { problemSchema } from '@trimtab/shared/problem.ts';

const content = { 'application/problem+json': { schema: problemSchema } };

const DESCRIPTIONS = {
  400: 'The request does not fit the contract; `errors` says where',
  401: 'No token, or one that was not accepted',
  404: 'There is no such thing, or it is not yours',
  409: 'It does not go with how things are now; `type` says what',
  412: 'Changed meanwhile: read it again',
  413: 'The body is too large',
  415: 'The body was not sent as application/json',
  422: 'The idempotency key was sent with another request before',
  428: 'If-Match is missing',
  429: 'Too many requests: wait as long as Retry-After says',
  503: 'What this needs (a model, what is saved, the keys of tokens) cannot be reached: wait as Retry-After says',
} as const;

type Status = keyof typeof DESCRIPTIONS;
type Answer = { description: string; content: typeof content };

/** Entries of a route's `responses`. */
export function problems<S extends Status>(...statuses: S[]): Record<S, Answer> {
  const answers = statuses.map((status) => [status, { description: DESCRIPTIONS[status], content }]);
  return Object.fromEntries(answers) as Record<S, Answer>;
}
