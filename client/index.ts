// `trimtab/client`: the API as typed functions. Every type comes from the app's own routes.
import { hc } from 'hono/client';
import type { App } from '../worker/src/app.ts';
import type { CallOptions } from './call-options.ts';
import type { TrimtabCalls, Written } from './calls.ts';
import type { AnswerFacts } from './call-options.ts';
import type { Patience } from './patient-fetch.ts';
import { sendingFetch } from './sending-fetch.ts';
import { contentOf } from './trimtab-error.ts';

export type { AnswerFacts, CallOptions } from './call-options.ts';
export type { Patience } from './patient-fetch.ts';
export { TrimtabError, type TrimtabFieldError } from './trimtab-error.ts';

export interface ClientOptions extends Patience {
  /** Sent as a bearer token: of a person. A function is asked before each attempt, and may renew the token. */
  token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Key of your app (`x-api-key`): a publishable one in pages, a secret one on servers alone. */
  apiKey?: string;
  /** Whom a secret key speaks for (`x-person`): your own id of the person. `CallOptions` may name another. */
  person?: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Hears of every answer, failures included, before the call resolves. */
  onAnswer?: (answer: AnswerFacts) => void;
}

/**
 * Writes carry an Idempotency-Key of their own, so that they are sent again after a lost answer and done once.
 *
 * @param url where the API is, such as `https://recommendations.example.com`
 * @returns a function for each route and method: `client.items.get({ query: { query: 'heat' } })`. Each resolves to the
 * JSON of the answer and throws TrimtabError for a failure that the API tells of
 */
export function createClient(url: string, options: ClientOptions = {}) {
  const { onAnswer, ...rest } = options;
  const { v1 } = hc<App>(url, { fetch: sendingFetch(rest) });
  return callable<TrimtabCalls>(v1, onAnswer);
}

export type TrimtabClient = ReturnType<typeof createClient>;

type Node = Record<string, object>;
type Endpoint = (args: Args, options: object) => Promise<Response>;

interface Args {
  param?: Record<string, string>;
  query?: object;
  json?: unknown;
  header?: object;
}

const METHODS: Readonly<Record<string, string>> = {
  get: '$get',
  post: '$post',
  put: '$put',
  delete: '$delete',
};

/** Follows Hono's client route by route, and puts the content of the answer in place of the answer. */
function callable<Calls>(node: object, onAnswer: ClientOptions['onAnswer']): Written<Calls> {
  const get = (_: object, key: string | symbol): unknown => {
    if (typeof key === 'symbol') return undefined;
    const method = METHODS[key];
    if (method === undefined) return callable((node as Node)[key] ?? {}, onAnswer);
    const send = (node as Node)[method] as Endpoint;
    return async (args: Args = {}, options: CallOptions = {}): Promise<unknown> => {
      const { signal } = options;
      const answer = await send(encoded(args), {
        headers: headersOf(options),
        ...(signal && { init: { signal } }),
      });
      const { status, headers } = answer;
      for (const tell of [onAnswer, options.onAnswer]) tell?.({ status, headers, url: answer.url });
      return contentOf(answer);
    };
  };
  return new Proxy({}, { get }) as Written<Calls>;
}

const headersOf = ({ headers = {}, person, idempotencyKey }: CallOptions): Record<string, string> => ({
  ...headers,
  ...(person !== undefined && { 'x-person': person }),
  ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
});

/** Hono's client puts what belongs into the path there as it is, and an id may hold a slash or a question mark. */
function encoded({ param, ...rest }: Args): Args {
  if (param === undefined) return rest;
  const entries = Object.entries(param).map(([name, value]) => [name, encodeURIComponent(value)]);
  return { ...rest, param: Object.fromEntries(entries) as Record<string, string> };
}
