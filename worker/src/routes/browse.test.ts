// What can be looked up, and what surrounds every answer, inside workerd.
import { createExecutionContext } from 'cloudflare:test';
import { testClient } from 'hono/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { recommendationResponseSchema } from '@trimtab/shared/api.ts';
import { suggestResponseSchema } from '@trimtab/shared/browse.ts';
import { createApp } from '../app.ts';
import {
  bindings,
  idsOf,
  listOf,
  point,
  putVersion,
  testApp,
  TINY_VERSION,
  type Json,
} from '../../test/harness.ts';

const { ask } = testApp();

/** Items that have a title of their own stand apart. */
const ALL_NAMED_THE = Array.from({ length: 30 }, (_, item) => `i${item}`).filter(
  (id) => !['i5', 'i26', 'i28'].includes(id),
);

const suggest = async (body: object): Promise<Json> =>
  (await ask('POST', '/v1/concepts/suggest', { body })).body;

beforeAll(async () => {
  await putVersion(TINY_VERSION);
  await point(TINY_VERSION);
});

describe('looking things up', () => {
  test('concepts come strongest first, and can be searched by label or id', async () => {
    const all = (await ask('GET', '/v1/concepts')).body['concepts'];
    expect(idsOf(all)).toEqual(['genre:comedy', 'genre:western', 'genre:horror']);
    expect(idsOf((await ask('GET', '/v1/concepts?query=WEST')).body['concepts'])).toEqual(['genre:western']);
    expect(idsOf((await ask('GET', '/v1/concepts?limit=1')).body['concepts'])).toEqual(['genre:comedy']);
  });

  test('concepts can be had of one kind', async () => {
    expect(idsOf((await ask('GET', '/v1/concepts?kind=attribute')).body['concepts'])).toHaveLength(3);
    expect(idsOf((await ask('GET', '/v1/concepts?kind=emergent')).body['concepts'])).toEqual([]);
  });

  test('the items that show a concept: those it fires on first, then by popularity', async () => {
    const { body } = await ask('GET', '/v1/concepts/genre:horror/items?limit=4');
    expect(idsOf(body['items'])).toEqual(['i0', 'i3', 'i6', 'i9']);
  });

  test('concepts like another', async () => {
    const { body } = await ask('GET', '/v1/concepts/genre:horror/similar');
    expect(body['concepts']).toMatchObject([{ id: 'genre:comedy', label: 'Comedy', cosine: 0.2 }]);
  });

  test('a concept’s page shows its items and neighbours in words', async () => {
    const { body } = await ask('GET', '/v1/concepts/genre:horror');
    expect(body['topItems']?.[1]).toEqual({
      id: 'i3',
      title: 'The Horror Number 3',
      attributes: ['genre:horror'],
    });
    expect(body['neighbours']).toEqual([{ id: 'genre:comedy', label: 'Comedy', cosine: 0.2 }]);
    const missing = await ask('GET', '/v1/concepts/genre:noir');
    expect([missing.status, missing.body['type']]).toEqual([404, 'urn:trimtab:problem:concept-not-found']);
  });

  test.for([
    ['amelie bro', ['i5']],
    ['number 1', ['i1', 'i10', 'i11', 'i12', 'i13', 'i14', 'i15', 'i16', 'i17', 'i18', 'i19']],
    ['amelei', ['i5']],
    ['lxdz and', ['i28']],
    ['am\u0000elie "', []],
    ["ocean's", ['i26']],
    ['oceans', ['i26']],
    ['OCEAN’S spider man', ['i26']],
    ['spiderman', ['i26']],
    ['侍', ['i28']],
    ['人の侍', ['i28']],
    ['人侍', []],
    ['lodz and', ['i28']],
    ['" OR title:the', []],
    ['the*', ALL_NAMED_THE.slice(0, 20)],
    ['- (', []],
    ['a.'.repeat(90), ['i5', 'i28']],
    ['nothing like it', []],
  ] as const)('items by title: %s', async ([query, ids]) => {
    const { body } = await ask('GET', `/v1/items?query=${encodeURIComponent(query)}`);
    expect(idsOf(body['items'])).toEqual(ids);
  });

  test('items by their ids, in the order asked, without those that are unknown', async () => {
    expect(idsOf((await ask('GET', '/v1/items?id=i7&id=zzz&id=i2')).body['items'])).toEqual(['i7', 'i2']);
    expect(idsOf((await ask('GET', '/v1/items?id=i7')).body['items'])).toEqual(['i7']);
  });

  test('items without a query are the popular ones; the limit is checked', async () => {
    expect(idsOf((await ask('GET', '/v1/items?limit=2')).body['items'])).toEqual(['i0', 'i1']);
    const { status, body } = await ask('GET', '/v1/items?limit=many');
    expect(status).toBe(400);
    expect(body['errors']?.[0]?.['path']).toBe('query.limit');
  });

  test('a history suggests the concepts that are commoner in it, and names items that are unknown', async () => {
    // Of 30 items 10 are horror: 1·ln(1 / (1/3)) = 1.099.
    expect(await suggest({ history: ['i0', 'i3', 'zzz'] })).toMatchObject({
      match: 'items',
      concepts: [{ id: 'genre:horror', relevance: 1.099 }],
      ignored: { items: ['zzz'] },
    });
    const { concepts } = await suggest({ items: ['i0', 'i3', 'i1'], limit: 5 });
    // 2/3·ln 2 = .462; 1/3·ln 1 = 0 says nothing.
    expect(concepts).toMatchObject([{ id: 'genre:horror', relevance: 0.462 }]);
  });

  test('a text suggests the concepts it names, and says when there are none', async () => {
    expect(await suggest({ text: 'rather WESTERNS, please' })).toMatchObject({
      match: 'text',
      concepts: [{ id: 'genre:western', relevance: 1 }],
    });
    const none = { match: 'none', concepts: [], ignored: { items: [] } };
    expect(await suggest({ text: 'knitting' })).toEqual({
      ...none,
      understood: [],
      notUnderstood: ['knitting'],
      wishes: {},
    });
    expect(await suggest({ items: ['zzz'] })).toEqual({ ...none, ignored: { items: ['zzz'] } });
  });

  test('words become wishes, which can be sent as they are', async () => {
    const text = 'very funny, no cowboys, not scary';
    const { understood, wishes, concepts } = await suggest({ text });
    expect(understood).toEqual([
      { words: 'very funny', start: 0, end: 10, concept: 'genre:comedy', label: 'Comedy', wish: { more: 4 } },
      { words: 'no cowboys', start: 12, end: 22, concept: 'genre:western', label: 'Western', wish: 'never' },
      { words: 'not scary', start: 24, end: 33, concept: 'genre:horror', label: 'Horror', wish: { less: 4 } },
    ]);
    expect(idsOf(concepts)).toEqual(['genre:comedy']);
    const body = { history: ['i0'], steering: { concepts: wishes } };
    const answer = await ask('POST', '/v1/recommendations', { body });
    expect([answer.status, answer.body['wishes']?.length]).toEqual([200, 3]);
  });

  test('a history tells what the model takes a person for, in shares of the list and of the history', async () => {
    const history = ['i0', 'i3', 'i1'];
    const { taste = [], match } = suggestResponseSchema.parse(await suggest({ history, text: 'funny' }));
    expect(match).toBe('text');
    const answer = await ask('POST', '/v1/recommendations', { body: { history } });
    const { items } = recommendationResponseSchema.parse(answer.body);
    const shares: Record<string, number> = { 'genre:horror': 0.67, 'genre:comedy': 0.33, 'genre:western': 0 };
    for (const { id, baseShare, historyShare, expectedShare, catalogueShare } of taste) {
      expect(baseShare).toBe(items.filter(({ attributes }) => attributes.includes(id)).length / 10);
      expect([historyShare, catalogueShare]).toEqual([shares[id], 0.33]);
      expect(expectedShare).toBeGreaterThanOrEqual(catalogueShare);
    }
    expect(taste.length).toBeGreaterThan(0);
    expect((await suggest({ history: ['zzz'] }))['taste']).toBe(undefined);
  });

  test.for([
    [{}],
    [{ text: 'a', items: ['i1'] }],
    [{ text: '' }],
    [{ items: [] }],
    [{ history: ['i1'], items: ['i2'] }],
  ])('a suggestion needs a text, a history or both, or items alone: %j', async ([body]) => {
    expect((await ask('POST', '/v1/concepts/suggest', { body })).status).toBe(400);
  });

  test('the model says in words what decides the order', async () => {
    const { ranking } = (await ask('GET', '/v1/model')).body;
    expect(ranking?.['summary']).toContain('465 interactions of 10 people');
    expect(ranking?.['parameters']?.[0]).toMatchObject({
      name: 'history',
      effect: expect.stringContaining('8 items'),
    });
    expect(listOf(ranking?.['parts']).map(({ name }) => name)).toEqual([
      'the state',
      'the latents',
      'the labels',
    ]);
  });

  test('the model, its health, samples and attributes', async () => {
    const { body } = await ask('GET', '/v1/model');
    expect(body).toMatchObject({
      modelVersion: TINY_VERSION,
      hook: 'blocks.0',
      concepts: 3,
      degraded: false,
    });
    expect((await ask('GET', '/healthz')).body).toEqual({ status: 'ok', modelVersion: TINY_VERSION });
    expect(idsOf((await ask('GET', '/v1/attributes')).body['attributes'])).toHaveLength(3);
    expect((await ask('GET', '/v1/samples')).body['samples']?.[0]?.['label']).toBe('Likes horror');
  });
});

describe('the typed client', () => {
  test('knows routes, requests and answers from the app alone', async () => {
    const client = testClient(createApp({ log: () => {} }), bindings, createExecutionContext());
    const found = await client.v1.items.$get({ query: { query: 'amelie' } });
    if (found.status !== 200) throw new Error(`answered ${found.status}`);
    expect((await found.json()).items[0]?.title).toBe('Amélie in Brönn');
    const answer = await client.v1.recommendations.$post({ json: { history: ['i4'], limit: 2 } });
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    const { items } = await answer.json();
    expect(items.map(({ rank }) => rank)).toEqual([1, 2]);
  });
});

describe('around every answer', () => {
  test('an origin may call only when it is on the list', async () => {
    const { ask: open } = testApp({ vars: { ALLOWED_ORIGINS: 'https://shop.example, https://app.example' } });
    const allowed = async (origin: string): Promise<string | null> =>
      (await open('GET', '/v1/model', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await allowed('https://app.example')).toBe('https://app.example');
    expect(await allowed('https://evil.example')).toBe(null);
  });

  test('operators see a line and a point of each request, and nothing that a person sent', async () => {
    const points: AnalyticsEngineDataPoint[] = [];
    const REQUESTS = { writeDataPoint: (one: AnalyticsEngineDataPoint) => void points.push(one) };
    const { ask: heard, log } = testApp({ vars: { REQUESTS } });
    const { headers } = await heard('GET', '/v1/items?query=secret');
    expect(headers.get('x-model-version')).toBe(TINY_VERSION);
    const body = { history: ['i4'], steering: { concepts: { 'genre:horror': 1 } } };
    await heard('POST', '/v1/recommendations', { body });
    const common = { level: 'info', event: 'request', requestId: expect.any(String), milliseconds: 0 };
    const served = { modelVersion: TINY_VERSION, status: 200, degraded: false };
    expect(log.filter(({ event }) => event === 'request')).toEqual([
      { ...common, ...served, method: 'GET', route: '/v1/items', source: null },
      { ...common, ...served, method: 'POST', route: '/v1/recommendations', source: 'steered' },
    ]);
    expect(points[1]).toEqual({
      indexes: ['/v1/recommendations'],
      blobs: ['POST', '/v1/recommendations', '200', TINY_VERSION, 'steered'],
      doubles: [0, 0, 0, 1],
    });
    expect(JSON.stringify([log, points])).not.toContain('secret');
  });

  test('an answer that needs no model names the one that is held, and a failure is counted', async () => {
    const points: AnalyticsEngineDataPoint[] = [];
    const REQUESTS = { writeDataPoint: (one: AnalyticsEngineDataPoint) => void points.push(one) };
    const { ask: heard } = testApp({ vars: { REQUESTS, AUTH_JWKS: 'nonsense' } });
    expect((await heard('GET', '/nowhere')).headers.get('x-model-version')).toBe(null);
    await heard('GET', '/healthz');
    const failed = await heard('GET', '/v1/presets', { token: 'a.b.c' });
    expect(failed.headers.get('x-model-version')).toBe(TINY_VERSION);
    expect(points.map(({ doubles }) => doubles?.[1])).toEqual([0, 0, Number(failed.status >= 500)]);
  });
});
