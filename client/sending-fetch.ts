// A patient fetch that says who asks, names each write, and hands on what of the database the caller has seen.
import type { ClientOptions } from './index.ts';
import { isQuestion, patientFetch } from './patient-fetch.ts';

type Options = Omit<ClientOptions, 'onAnswer'>;

/** D1's bookmarks sort by time: sending the newest one back makes sure that what is read is not older. */
const BOOKMARK = 'x-d1-bookmark';

export function sendingFetch({
  token,
  apiKey,
  person,
  headers: always = {},
  fetch = globalThis.fetch,
  ...patience
}: Options): typeof globalThis.fetch {
  let bookmark = '';
  const send = patientFetch({
    ...patience,
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers);
      const fresh = typeof token === 'function' ? await token() : token;
      if (fresh !== undefined && !headers.has('authorization'))
        headers.set('authorization', `Bearer ${fresh}`);
      if (bookmark !== '' && !headers.has(BOOKMARK)) headers.set(BOOKMARK, bookmark);
      const answer = await fetch(url, { ...init, headers });
      const seen = answer.headers.get(BOOKMARK) ?? '';
      if (seen > bookmark) bookmark = seen;
      return answer;
    },
  });
  const usual = new Headers(always);
  if (apiKey !== undefined) usual.set('x-api-key', apiKey);
  if (person !== undefined) usual.set('x-person', person);
  return async (url, init = {}) => {
    const headers = new Headers(usual);
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    // One key for all attempts of a call.
    if (isWrite(String(url), init) && !headers.has('idempotency-key')) {
      headers.set('idempotency-key', crypto.randomUUID());
    }
    return send(url, { ...init, headers });
  };
}

const isWrite = (url: string, init: RequestInit): boolean =>
  (init.method ?? 'GET') !== 'GET' && !isQuestion(url, init);
