// Headers of answers, each described once.

export const HEADERS = {
  'x-request-id': ['Names this request in the logs of the service.', '8b0c4d8e-6c0d-4f7a-9c1e-0d6b1f1b2a3c'],
  'x-model-version': ['The version that serves.', '474314508433a642'],
  'x-d1-bookmark': [
    'How new the data is that was read. Send it with your next request, so that it reads nothing older.',
    '00000001-00000002-00004e2f-0c8e3a9f0d5b7c6a1e2f3a4b5c6d7e8f',
  ],
  'ratelimit-policy': ['How often one may ask: `q` requests in `w` seconds.', '"address";q=1200;w=60'],
  ratelimit: [
    'What is left of the quota of a key: `r` requests, all again in `t` seconds.',
    '"day";r=9000;t=3600',
  ],
  'retry-after': ['Seconds to wait before asking again.', '30'],
  'www-authenticate': ['How to sign in.', 'Bearer'],
  'cache-control': ['Who may keep the answer, and for how long.', 'no-cache'],
  etag: ['Names these bytes, or this revision. Send it as If-None-Match or If-Match.', '"3"'],
  location: ['Where that which was made is read.', '/v1/presets/5f0c2c1e-7d3b-4c0a-9a51-2f6f3c6b8e10'],
  'idempotency-replayed': ['`true` where this is the kept answer to an earlier sending.', 'true'],
  'content-disposition': ['The name to save the file under.', 'attachment; filename="trimtab-presets.json"'],
} as const satisfies Record<string, readonly [description: string, example: string]>;

export type HeaderName = keyof typeof HEADERS;

export const headerComponents = Object.fromEntries(
  Object.entries(HEADERS).map(([name, [description, example]]) => [
    name,
    { description, schema: { type: 'string' }, example },
  ]),
);

/** Entries of `headers` of a response. */
export const headersNamed = (names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const ALWAYS: readonly HeaderName[] = ['x-request-id', 'x-model-version', 'cache-control'];
const OF_ROUTES_WITH_LIMITS: readonly HeaderName[] = ['ratelimit-policy', 'ratelimit'];
const OF_STATUS: ReadonlyMap<string, readonly HeaderName[]> = new Map([
  ['401', ['www-authenticate']],
  ['409', ['retry-after']],
  ['429', ['retry-after']],
  ['503', ['retry-after']],
]);

/** Headers that an answer of this status may carry, beside those of the operation's own. */
export function usualHeaders(status: string): readonly HeaderName[] {
  return [...ALWAYS, ...(OF_STATUS.get(status) ?? []), ...OF_ROUTES_WITH_LIMITS];
}
