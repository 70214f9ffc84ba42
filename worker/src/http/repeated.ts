// What a request says twice where one value is read. Parsers keep the last without a word, so the caller is told instead.
import type { FieldError } from '@trimtab/shared/problem.ts';

/** Headers with one value. If-Match and If-None-Match are lists, which may come in parts (RFC 9110, 5.3). */
const SINGLE_HEADERS = ['authorization', 'content-type', 'idempotency-key', 'x-api-key'];

/** Headers of one name come joined like this. */
const JOINED = /,\s/;

const twice = (path: string): FieldError => ({
  path,
  expected: 'one value',
  message: 'given more than once',
});

export const repeatedHeaders = (header: (name: string) => string | undefined): FieldError[] =>
  SINGLE_HEADERS.filter((name) => JOINED.test(header(name) ?? '')).map((name) => twice(`header.${name}`));

/** Parameters of a query that may come many times: ids of items. */
const LISTS: ReadonlySet<string> = new Set(['id']);

export const repeatedParameters = (query: URLSearchParams): FieldError[] =>
  [...new Set(query.keys())]
    .filter((name) => !LISTS.has(name) && query.getAll(name).length > 1)
    .map((name) => twice(`query.${name}`));

/**
 * A string of JSON, or a sign of its structure; numbers and words stand in no one's way. A string that does not end goes
 * to the end of the text, so that no text is read more than once.
 */
const TOKEN = /"[^"\\]*(?:\\(?:.|$)[^"\\]*)*(?:"|$)|[{}[\],:]/gs;

/** An object or a list that the reader is inside of. */
interface Inside {
  /** Names that were read; null in a list. */
  names: Set<string> | null;
  /** Where in it the reader is. */
  at: string | number;
}

/**
 * Names that one object of a JSON text has twice, however they are escaped.
 *
 * @param text JSON; what is said of other text means nothing
 * @example repeatedNames('{"a":[{"b":1,"\\u0062":2}]}') // [{ path: 'body.a.0.b', … }]
 */
export function repeatedNames(text: string): FieldError[] {
  const found: FieldError[] = [];
  const around: Inside[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const inside = around.at(-1);
    if (token === '{') around.push({ names: new Set(), at: '' });
    else if (token === '[') around.push({ names: null, at: 0 });
    else if (token === '}' || token === ']') around.pop();
    else if (token === ',' && typeof inside?.at === 'number') inside.at++;
    else if (token === ':' && inside?.names) {
      inside.at = nameOf(last);
      if (inside.names.has(inside.at)) found.push(twice(pathOf(around)));
      inside.names.add(inside.at);
    }
    last = token;
  }
  return found;
}

const pathOf = (around: readonly Inside[]): string => ['body', ...around.map(({ at }) => at)].join('.');

/** @param quoted with its quotes; escapes that JSON does not know stay as they are */
function nameOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
