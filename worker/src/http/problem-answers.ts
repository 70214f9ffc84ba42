// How routes describe their failures in the OpenAPI document.
import { problemSchema } from '@trimtab/shared/problem.ts';

const content = { 'application/problem+json': { schema: problemSchema } };

const DESCRIPTIONS = {
  400: 'The request does not fit the contract; `errors` says where',
  401: 'No token, or one that was not accepted',
  403: 'The key of the app may not be used here',
  404: 'There is no such thing, or it is not yours',
  405: 'The path takes other methods, which Allow names',
  408: 'The caller hung up',
  409: 'It does not go with how things are now; `type` says what',
  412: 'Changed meanwhile: read it again',
  413: 'The body is too large',
  415: 'The body was not sent as application/json in plain UTF-8',
  422: 'The idempotency key was sent with another request before',
  428: 'If-Match is missing',
  429: 'Too many requests, or the quota of the key is used up: wait as long as Retry-After says',
  500: 'Something went wrong here: report the requestId',
  503: 'What this needs (a model, what is saved, the keys of tokens) cannot be reached: wait as Retry-After says',
} as const;

type Status = keyof typeof DESCRIPTIONS;
type Answer = { description: string; content: typeof content };

/** What any route under /v1 may answer: text that is none, a key that is not accepted, a limit, or trouble of ours. */
const ANYWHERE = [400, 401, 403, 408, 429, 500, 503] as const;

/** Entries of a route's `responses`. */
export function problems<S extends Status>(...statuses: S[]): Record<S | (typeof ANYWHERE)[number], Answer> {
  const answers = [...new Set([...statuses, ...ANYWHERE])].map((status) => [status, answerOf(status)]);
  return Object.fromEntries(answers) as Record<S | (typeof ANYWHERE)[number], Answer>;
}

const answerOf = (status: Status): Answer => ({ description: DESCRIPTIONS[status], content });

export const healthProblems: Record<408 | 500 | 503, Answer> = {
  408: answerOf(408),
  500: answerOf(500),
  503: answerOf(503),
};
