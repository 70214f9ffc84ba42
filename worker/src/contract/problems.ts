// Failures of the contract, one response for each status, which routes refer to.
import { Problem, type ProblemCode } from '../problem.ts';
import { refTo, type Node } from './hoist.ts';
import { headersNamed, usualHeaders } from './headers.ts';

/** A failure of each status, for its example. */
const EXAMPLES: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  400: ['invalid-request', 'See `errors`.'],
  401: ['not-signed-in', 'Send `authorization: Bearer <token>`.'],
  403: ['origin-not-allowed', 'This key is for pages of its own origins only.'],
  404: ['preset-not-found', 'You have no preset 5f0c2c1e; GET /v1/presets lists yours.'],
  408: ['caller-gone', 'Ask again.'],
  409: ['preset-limit-reached', 'Delete one of your 100 presets first.'],
  412: ['preset-changed', 'Read the preset again, apply your change to it, and send its new ETag.'],
  413: ['body-too-large', 'Send at most 262144 bytes.'],
  415: ['not-json', 'Send `content-type: application/json`.'],
  422: ['idempotency-key-reused', 'Make a new key for every request that is not a repetition.'],
  428: ['revision-required', 'Send the ETag that you read in the header If-Match.'],
  429: ['too-many-requests', 'Wait 60 seconds, then go on more slowly.'],
  500: ['internal-error', 'Report the requestId.'],
  503: ['model-unavailable', 'No published model can be loaded; try again soon.'],
};

const nameOf = (status: string): string => `Problem${status}`;

export const isProblem = (response: Node): boolean =>
  JSON.stringify(response['content'] ?? '').includes('problem+json');

export const problemRef = (status: string) => ({ $ref: `#/components/responses/${nameOf(status)}` });

/** @throws Error for a status of which there is no example */
export function problemComponent(status: string, { description }: Node): [string, Node] {
  const known = EXAMPLES[status];
  if (known === undefined)
    throw new Error(`no example of a ${status}: give one in worker/src/contract/problems.ts`);
  const { code, title, message } = new Problem(...known);
  const example = {
    type: `urn:trimtab:problem:${code}`,
    title,
    status: Number(status),
    detail: message,
    requestId: '8b0c4d8e-6c0d-4f7a-9c1e-0d6b1f1b2a3c',
  };
  const content = { 'application/problem+json': { schema: { $ref: refTo('Problem') }, example } };
  return [nameOf(status), { description, headers: headersNamed(usualHeaders(status)), content }];
}
