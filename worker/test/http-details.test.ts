// What strangers' tools expect of HTTP: methods, encodings, caches, conditions, CORS, slashes, and text that is text.
import { describe, expect, test } from 'vitest';
import { codeOf, pathsIn, problem, testApp, type Answer } from './harness.ts';
import { signedInPeople } from './people.ts';

const people = signedInPeople({ vars: { ALLOWED_ORIGINS: 'https://a.example' } });

describe('methods', () => {
  test.for([
    ['GET', '/v1/recommendations', 'OPTIONS, POST'],
    ['PATCH', '/v1/presets/some', 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['DELETE', '/v1/concepts/genre:horror/items', 'GET, HEAD, OPTIONS'],
    ['POST', '/openapi.json', 'GET, HEAD, OPTIONS'],
    ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
  ] as const)('%s %s is told what the path takes', async ([method, path, allow]) => {
    const answer = await people.app.ask(method, path);
    expect([...codeOf(answer), answer.headers.get('allow')]).toEqual([
      ...problem(405, 'method-not-allowed'),
      allow,
    ]);
  });

  test('a path that is none stays none', async () => {
    expect(codeOf(await people.app.ask('PATCH', '/v1/nowhere'))).toEqual(problem(404, 'route-not-found'));
  });

  test.for(['/v1/items/', '/v1/concepts/', '/v1/concepts/genre:horror/', '/healthz/'])(
    '%s is the same without its slash',
    async (path) => {
      const [with_, without] = [
        await people.app.ask('GET', path),
        await people.app.ask('GET', path.slice(0, -1)),
      ];
      expect([with_.status, with_.body]).toEqual([200, without.body]);
    },
  );
});

describe('encodings', () => {
  const body = { history: [] };
  test.for([
    [{ 'content-encoding': 'gzip' }, 415],
    [{ 'content-encoding': 'br, identity' }, 415],
    [{ 'content-encoding': 'identity' }, 200],
    [{ 'content-type': 'application/json; charset=utf-16' }, 415],
    [{ 'content-type': 'application/json;charset="UTF-8"' }, 200],
  ] as const)('%j is answered %d', async ([headers, status]) => {
    const answer = await people.app.ask('POST', '/v1/recommendations', { body, headers });
    expect(answer.status).toBe(status);
    if (status !== 415) return;
    expect(codeOf(answer)).toEqual(problem(415, 'unsupported-encoding'));
    expect(answer.headers.get('accept-encoding')).toBe('identity');
  });
});

describe('caches', () => {
  test.for([
    '/v1/concepts',
    '/v1/concepts/genre:horror',
    '/v1/concepts/genre:horror/items',
    '/v1/concepts/genre:horror/similar',
    '/v1/items?query=horror',
    '/v1/attributes',
    '/v1/samples',
    '/v1/model',
    '/v1/model/versions',
    '/openapi.json',
  ])('%s is everybody’s: kept, and not sent again while it is the same', async (path) => {
    const first = await people.app.ask('GET', path);
    const etag = first.headers.get('etag') ?? '';
    expect([first.headers.get('cache-control'), etag]).toEqual([
      'no-cache',
      expect.stringMatching(/^"[0-9a-f]{32}"$/),
    ]);
    const headers = { 'if-none-match': `"other", W/${etag}`, origin: 'https://a.example' };
    const again = await people.app.ask('GET', path, { headers });
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, {}, etag]);
    expect(again.headers.get('access-control-allow-origin')).toBe('https://a.example');
    expect(again.headers.get('x-request-id')).not.toBeNull();
    const other = await people.app.ask('GET', path, { headers: { 'if-none-match': '"other"' } });
    expect([other.status, other.body]).toEqual([200, first.body]);
  });

  test('what is somebody’s is kept by nobody, and neither is a failure', async () => {
    const made = await people.as('ada', 'POST', '/v1/presets', {
      body: { name: 'Mine', concepts: { 'genre:horror': 1 } },
    });
    const path = `/v1/presets/${String(made.body['id'])}`;
    const answers = [
      made,
      await people.as('ada', 'GET', '/v1/presets'),
      await people.as('ada', 'GET', path),
      await people.as('ada', 'GET', '/v1/me/preferences'),
      await people.as('ada', 'GET', '/v1/me/export'),
      await people.as('ada', 'GET', '/v1/presets/nowhere'),
      await people.as('ada', 'POST', '/v1/recommendations', { body: { history: ['i1'] } }),
      await people.app.ask('GET', '/healthz'),
    ];
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(answers.map(() => 'no-store'));
    const unchanged = await people.as('ada', 'GET', path, { headers: { 'if-none-match': '"1"' } });
    expect([unchanged.status, unchanged.headers.get('etag')]).toEqual([304, '"1"']);
  });
});

test('pages may send what tracing, conditions and request ids add', async () => {
  const { headers } = await people.app.ask('OPTIONS', '/v1/items', {
    headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
  });
  const allowed = headers.get('access-control-allow-headers')?.split(',');
  for (const name of ['traceparent', 'tracestate', 'baggage', 'if-none-match', 'if-match', 'x-request-id']) {
    expect(allowed).toContain(name);
  }
});

test('searches are limited, apart from recommendations', async () => {
  const RECOMMENDATION_LIMIT = {
    limit: async ({ key: who }: RateLimitOptions) => ({ success: !who.startsWith('look-ups') }),
  };
  const limited = testApp({ vars: { RECOMMENDATION_LIMIT } });
  for (const path of ['/v1/items?query=a', '/v1/concepts?query=a', '/v1/model']) {
    const answer = await limited.ask('GET', path);
    expect(codeOf(answer)).toEqual(problem(429, 'too-many-requests'));
    expect(answer.headers.get('ratelimit-policy')).toBe('"lookUps";q=1200;w=60');
  }
  const list = await limited.ask('POST', '/v1/recommendations', { body: { history: [] } });
  expect(list.status).toBe(200);
});

const recommend = (text: string): Promise<Answer> =>
  people.app.ask('POST', '/v1/recommendations', { body: text });

describe('text', () => {
  test.for([
    ['{"history":["\\ud800"]}', 'body.history.0'],
    ['{"history":["a\\udc00b"]}', 'body.history.0'],
    ['{"history":[],"scenario":"\\uD83D"}', 'body.scenario'],
    ['{"history":[],"steering":{"concepts":{"__proto__":1}}}', 'body.steering.concepts.__proto__'],
    ['{"history":[],"steering":{"concepts":{"\\u005f_proto__":1}}}', 'body.steering.concepts.__proto__'],
    ['{"history":[],"exclude":["constructor"]}', 'body.exclude.0'],
    ['{"history":[],"filter":{"anyOf":["toString"]}}', 'body.filter.anyOf.0'],
    ['{"history":[],"prototype":1}', 'body.prototype'],
  ] as const)('%s is refused at %s', async ([text, path]) => {
    const answer = await recommend(text);
    expect(codeOf(answer)).toEqual(problem(400, 'invalid-request'));
    expect(pathsIn(answer)).toContain(path);
  });

  test('pairs of surrogates are text, and so is a name inside other text', async () => {
    const { status, body } = await recommend('{"history":["\\ud83d\\ude00","the constructor"]}');
    expect([status, body['ignored']?.['history']]).toEqual([200, ['😀', 'the constructor']]);
  });

  test.for([
    ['GET', '/v1/items?id=%ED%A0%80', 400],
    ['GET', '/v1/items?query=%FF', 400],
    ['GET', '/v1/concepts/%C3%28', 400],
    ['GET', '/v1/concepts/constructor', 400],
    ['GET', '/v1/items?id=__proto__', 400],
    ['GET', '/v1/items?query=__proto__', 400],
    ['GET', '/v1/items?constructor=1', 400],
    ['GET', '/v1/items?query=100%', 200],
    ['GET', '/v1/items?query=prototype', 200],
  ] as const)('%s %s is answered %d', async ([method, path, status]) => {
    expect((await people.app.ask(method, path)).status).toBe(status);
  });

  test('a body of other bytes than UTF-8 is no JSON', async () => {
    const context = { history: [], scenario: 'é' };
    const latin1 = Uint8Array.from(JSON.stringify(context), (sign) => sign.charCodeAt(0));
    const answer = await people.app.ask('POST', '/v1/recommendations', { body: latin1 });
    expect(codeOf(answer)).toEqual(problem(400, 'malformed-json'));
  });
});

describe('what is said twice', () => {
  test.for([
    ['{"history":[],"limit":5,"limit":7}', ['body.limit']],
    [
      '{"history":[],"steering":{"concepts":{"genre:horror":1,"genre:horror":1}}}',
      ['body.steering.concepts.genre:horror'],
    ],
  ] as const)('%s is refused by its field', async ([text, paths]) => {
    const answer = await recommend(text);
    expect([codeOf(answer), pathsIn(answer)]).toEqual([problem(400, 'invalid-request'), paths]);
  });

  test('a body that is no JSON is told so, whatever it repeats', async () => {
    expect(codeOf(await recommend('{"limit":5,"limit":7'))).toEqual(problem(400, 'malformed-json'));
  });

  test.for([
    ['/v1/items?limit=5&limit=7', 'query.limit'],
    ['/v1/concepts?query=a&limit=5&query=a', 'query.query'],
  ] as const)('%s is refused at %s', async ([path, field]) => {
    const answer = await people.app.ask('GET', path);
    expect([codeOf(answer), pathsIn(answer)]).toEqual([problem(400, 'invalid-request'), [field]]);
  });

  test.for(['authorization', 'idempotency-key', 'x-api-key'])('two headers %s are refused', async (name) => {
    const body = { name: 'Twice', concepts: {} };
    const headers = { [name]: 'Bearer one-key, Bearer another' };
    const answer = await people.app.ask('POST', '/v1/presets', { body, headers });
    expect([codeOf(answer), pathsIn(answer)]).toEqual([problem(400, 'invalid-request'), [`header.${name}`]]);
  });

  test('two headers If-Match are one list of revisions', async () => {
    const body = { name: 'Listed', concepts: {} };
    const { id } = (await people.as('lena', 'POST', '/v1/presets', { body })).body;
    const put = (ifMatch: string): Promise<Answer> =>
      people.as('lena', 'PUT', `/v1/presets/${id}`, { body, headers: { 'if-match': ifMatch } });
    expect([(await put('"7", "8"')).status, (await put('"7", "1"')).status]).toEqual([412, 200]);
  });
});
