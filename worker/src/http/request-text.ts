// Text of requests: what is not well-formed Unicode is refused, and so are names that JavaScript gives a meaning of its
// own, and what is said twice, wherever in a request they stand. One place for all routes: no schema has to think of it.
import type { FieldError } from '@trimtab/shared/problem.ts';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { Problem } from '../problem.ts';
import { repeatedHeaders, repeatedNames, repeatedParameters } from './repeated.ts';

/** `__proto__`, `constructor`, `toString` and their like: each is found in an object that was never given it. */
const SPECIAL: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** What people type to search by: words, and no names. A film may be called "Prototype". */
const WORDS: ReadonlySet<string> = new Set(['query', 'text']);

/** Headers that name somebody or something. */
const NAMING_HEADERS = ['x-person', 'idempotency-key'];

const ERRORS_AT_MOST = 10;

/** Bodies without any of these are fine, which is most: only others are looked through. */
const SUSPICIOUS = new RegExp(['\\\\u', ...SPECIAL].join('|'));

/** @throws Problem `invalid-request`, `malformed-json` or `unsupported-encoding` */
export const requestText = createMiddleware<AppEnv>(async (c, next) => {
  const { req } = c;
  const url = new URL(req.url);
  const header = (name: string): string | undefined => req.header(name);
  refuse([...addressFaults(url), ...headerFaults(header)]);
  refuse([...repeatedParameters(url.searchParams), ...repeatedHeaders(header)]);
  if (req.raw.body !== null) {
    refuseEncodings(req.header('content-encoding'), req.header('content-type'));
    if (/\bjson\b/i.test(req.header('content-type') ?? '')) refuse(bodyFaults(await req.arrayBuffer()));
  }
  await next();
});

function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new Problem('invalid-request', detail, { errors: errors.slice(0, ERRORS_AT_MOST) });
}

const CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii']);

function refuseEncodings(encoding: string | undefined, type: string | undefined): void {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type ?? '') ?? [];
  const isPlain = encoding === undefined || encoding.trim().toLowerCase() === 'identity';
  if (isPlain && CHARSETS.has(charset.toLowerCase())) return;
  const sent = isPlain ? `charset=${charset}` : `content-encoding: ${encoding}`;
  throw new Problem('unsupported-encoding', `Send the body as plain UTF-8, not with ${sent}.`, {
    headers: { 'accept-encoding': 'identity' },
  });
}

/** @returns why a string is refused, or null */
function faultOf(text: string, isWords = false): Omit<FieldError, 'path'> | null {
  if (!text.isWellFormed()) {
    return { expected: 'well-formed Unicode', message: 'holds half of a surrogate pair' };
  }
  if (!SPECIAL.has(text) || (isWords && !text.startsWith('__'))) return null;
  return { expected: 'another name', message: `${text} has a meaning in JavaScript` };
}

function faultAt(path: string, text: string, isWords = false): FieldError[] {
  const fault = faultOf(text, isWords);
  return fault === null ? [] : [{ path: path.toWellFormed(), ...fault }];
}

function addressFaults({ pathname, searchParams, search }: URL): FieldError[] {
  const parts = pathname.split('/').flatMap((part) => faultAt('path', decoded(part) ?? ''));
  return [
    ...(isUtf8(pathname) ? [] : [notUtf8('path')]),
    ...(isUtf8(search) ? [] : [notUtf8('query')]),
    ...parts,
    ...[...searchParams].flatMap(([name, value]) => [
      ...faultAt(`query.${name}`, name),
      ...faultAt(`query.${name}`, value, WORDS.has(name)),
    ]),
  ];
}

const notUtf8 = (path: string): FieldError => ({
  path,
  expected: 'UTF-8, percent-encoded',
  message: 'holds bytes that are not UTF-8',
});

/** A lone `%`, as people type it, is itself. */
const isUtf8 = (text: string): boolean =>
  (text.match(/(?:%[0-9a-f]{2})+/gi) ?? []).every((run) => decoded(run) !== null);

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const headerFaults = (header: (name: string) => string | undefined): FieldError[] =>
  NAMING_HEADERS.flatMap((name) => faultAt(`header.${name}`, header(name) ?? ''));

/** @throws Problem `malformed-json` */
function bodyFaults(bytes: ArrayBuffer): FieldError[] {
  const text = textOf(bytes);
  const repeated = repeatedNames(text);
  if (repeated.length === 0 && !SUSPICIOUS.test(text)) return [];
  try {
    return [...jsonFaults(JSON.parse(text)), ...repeated];
  } catch {
    // The route's own validation says that it is no JSON.
    return [];
  }
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new Problem('malformed-json', 'Send a body in UTF-8: it holds other bytes.', { cause: error });
  }
}

/** Goes through all keys and strings, in a loop: a body may nest as deep as it is long. */
function jsonFaults(json: unknown): FieldError[] {
  const faults: FieldError[] = [];
  const left: [path: string, value: unknown][] = [['body', json]];
  for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
    const [path, value] = entry;
    if (typeof value === 'string') {
      faults.push(...faultAt(path, value, WORDS.has(path.slice(path.lastIndexOf('.') + 1))));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        faults.push(...faultAt(`${path}.${key}`, key));
        left.push([`${path}.${key}`, part]);
      }
    }
    if (faults.length >= ERRORS_AT_MOST) break;
  }
  return faults;
}
