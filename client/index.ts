// `trimtab/client`: the API as typed functions. Every type comes from the app's own routes.
import { hc } from 'hono/client';
import type { App } from '../worker/src/app.ts';
import type { CallOptions } from './call-options.ts';
import type { TrimtabCalls, Written } from './calls.ts';
import { patientFetch, type Patience } from './patient-fetch.ts';
import { contentOf } from './trimtab-error.ts';

export type { CallOptions } from './call-options.ts';
export type { Patience } from './patient-fetch.ts';
export { TrimtabError, type TrimtabFieldError } from './trimtab-error.ts';

export interface ClientOptions extends Patience {
  /** Sent as a bearer token: of a person for presets, or of an app. */
  token?: string;
}

/**
 * @param url where the API is, such as `https://recommendations.example.com`
 * @returns a function for each route and method: `client.items.get({ query: { query: 'heat' } })`. Each resolves to the
 * JSON of the answer and throws TrimtabError for a failure that the API tells of
 */
export function createClient(url: string, { token, ...patience }: ClientOptions = {}) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { v1 } = hc<App>(url, { fetch: patientFetch(patience), headers });
  return callable<TrimtabCalls>(v1);
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
function callable<Calls>(node: object): Written<Calls> {
  const get = (_: object, key: string | symbol): unknown => {
    if (typeof key === 'symbol') return undefined;
    const method = METHODS[key];
    if (method === undefined) return callable((node as Node)[key] ?? {});
    const send = (node as Node)[method] as Endpoint;
    return async (args: Args = {}, { signal, headers = {} }: CallOptions = {}): Promise<unknown> =>
      contentOf(await send(encoded(args), { headers, ...(signal && { init: { signal } }) }));
  };
  return new Proxy({}, { get }) as Written<Calls>;
}

/** Hono's client puts what belongs into the path there as it is, and an id may hold a slash or a question mark. */
function encoded({ param, ...rest }: Args): Args {
  if (param === undefined) return rest;
  const entries = Object.entries(param).map(([name, value]) => [name, encodeURIComponent(value)]);
  return { ...rest, param: Object.fromEntries(entries) as Record<string, string> };
}
