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
