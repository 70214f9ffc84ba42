// What is sent for a call, and what comes of the answer.
import { expect, test } from 'vitest';
import { createClient } from './index.ts';

function clientOf(answer: Response): { client: ReturnType<typeof createClient>; sent: Request[] } {
  const sent: Request[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    sent.push(new Request(url, init));
    return answer.clone();
  };
  return { client: createClient('https://api.example/', { token: 'abc', fetch, retries: 0 }), sent };
}

test('a question goes to its route with the token, and its JSON comes back', async () => {
  const { client, sent } = clientOf(Response.json({ items: [] }));
  const answer = await client.recommendations.post({ json: { history: ['i1'], limit: 2 } });
  expect(answer).toEqual({ items: [] });
  const [request] = sent;
  expect([request?.method, request?.url]).toEqual(['POST', 'https://api.example/v1/recommendations']);
  expect(request?.headers.get('authorization')).toBe('Bearer abc');
  expect(await request?.json()).toEqual({ history: ['i1'], limit: 2 });
});

test('ids are safe in a path, and lists in a query', async () => {
  const { client, sent } = clientOf(Response.json({}));
  await client.concepts[':id'].get({ param: { id: 'tag:sci/fi?' } });
  await client.items.get({ query: { id: ['a', 'b'], query: '' } }, { headers: { 'x-app': 'shop' } });
  expect(sent.map(({ url }) => url)).toEqual([
    'https://api.example/v1/concepts/tag%3Asci%2Ffi%3F',
    'https://api.example/v1/items?id=a&id=b&query=',
  ]);
  expect(sent[1]?.headers.get('x-app')).toBe('shop');
});

test('an app says who it is and whom it speaks for, and its token is asked for before each attempt', async () => {
  const sent: Request[] = [];
  let tokens = 0;
  const client = createClient('https://api.example', {
    apiKey: 'trimtab_sk_1',
    person: 'ada',
    headers: { 'x-app': 'shop' },
    token: async () => `t${++tokens}`,
    wait: async () => undefined,
    fetch: async (url, init) => {
      sent.push(new Request(url, init));
      return sent.length === 1 ? new Response(null, { status: 503 }) : Response.json({});
    },
  });
  await client.presets.get({});
  await client.presets.get({}, { person: 'bob', headers: { 'x-app': 'desk' } });
  const told = sent.map(({ headers }) =>
    ['x-api-key', 'x-person', 'x-app', 'authorization'].map((name) => headers.get(name)),
  );
  expect(told).toEqual([
    ['trimtab_sk_1', 'ada', 'shop', 'Bearer t1'],
    ['trimtab_sk_1', 'ada', 'shop', 'Bearer t2'],
    ['trimtab_sk_1', 'bob', 'desk', 'Bearer t3'],
  ]);
});

test('a write has a key of its own, the same for all its attempts; a question has none', async () => {
  const keys: (string | null)[] = [];
  let attempts = 0;
  const client = createClient('https://api.example', {
    wait: async () => undefined,
    fetch: async (url, init) => {
      keys.push(new Request(url, init).headers.get('idempotency-key'));
      if (++attempts === 1) throw new TypeError('the answer was lost');
      return attempts === 2
        ? new Response(null, { status: 409, headers: { 'retry-after': '1' } })
        : Response.json({});
    },
  });
  const change = { param: { id: 'p' }, header: { 'if-match': '"1"' }, json: { name: 'x', concepts: {} } };
  await client.presets[':id'].put(change);
  await client.presets[':id'].put(change, { idempotencyKey: 'one of my own' });
  await client.presets[':id'].delete({ param: { id: 'p' } });
  await client.recommendations.post({ json: { history: [] } });
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys.slice(1, 4)).toEqual([keys[0], keys[0], 'one of my own']);
  expect([keys[4], keys[5]]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), null]);
  expect(keys[4]).not.toBe(keys[0]);
});

test('the newest bookmark of the database is handed on', async () => {
  const bookmarks = ['b2', 'b1', null, 'b3'];
  const sent: (string | null)[] = [];
  const client = createClient('https://api.example', {
    fetch: async (url, init) => {
      sent.push(new Request(url, init).headers.get('x-d1-bookmark'));
      const bookmark = bookmarks[sent.length - 1];
      return Response.json({}, { headers: bookmark ? { 'x-d1-bookmark': bookmark } : {} });
    },
  });
  for (const _ of [...bookmarks, 'last']) await client.model.get();
  expect(sent).toEqual([null, 'b2', 'b2', 'b2', 'b3']);
});

test('headers of answers and of failures can be read', async () => {
  const heard: (string | null)[] = [];
  const onAnswer = ({ headers }: { headers: Headers }): void => void heard.push(headers.get('ratelimit'));
  const answers = [
    Response.json({}, { headers: { ratelimit: '"day";r=2;t=60' } }),
    Response.json({}, { status: 400, headers: { ratelimit: '"day";r=1;t=60' } }),
  ];
  const fetch = async (): Promise<Response> => answers.shift() ?? Response.error();
  const client = createClient('https://api.example', { fetch, onAnswer });
  await client.model.get({}, { onAnswer });
  await expect(client.model.get()).rejects.toMatchObject({ headers: expect.any(Headers) });
  expect(heard).toEqual(['"day";r=2;t=60', '"day";r=2;t=60', '"day";r=1;t=60']);
});

test('an answer without content is undefined', async () => {
  const { client } = clientOf(new Response(null, { status: 204 }));
  expect(await client.presets[':id'].delete({ param: { id: 'p' } })).toBeUndefined();
});

test('a problem is thrown with all that it says', async () => {
  const errors = [{ path: 'body.limit', expected: 'at least 1', message: 'Too small' }];
  const body = {
    type: 'urn:trimtab:problem:invalid-request',
    title: 'It does not fit',
    detail: 'Look.',
    errors,
  };
  const { client } = clientOf(Response.json(body, { status: 400, headers: { 'x-request-id': 'r1' } }));
  await expect(client.recommendations.post({ json: { history: [], limit: 0 } })).rejects.toMatchObject({
    name: 'TrimtabError',
    message: 'It does not fit. Look.',
    status: 400,
    type: body.type,
    errors,
    requestId: 'r1',
  });
});

test('a failure that is no problem of the API is thrown too', async () => {
  const { client } = clientOf(new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(client.model.get()).rejects.toMatchObject({
    message: 'The server answered 502.',
    type: 'about:blank',
    errors: [],
  });
});
