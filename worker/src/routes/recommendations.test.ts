// Recommendations inside workerd, on a tiny model with real graphs: item i has rank i in popularity and genre i mod 3.
import { beforeAll, describe, expect, test } from 'vitest';
import { idsOf, itemsIn, listOf, serveTiny, testApp, TINY_VERSION, type Answer } from '../../test/harness.ts';

const { ask } = testApp();

const recommend = (body: unknown): Promise<Answer> => ask('POST', '/v1/recommendations', { body });
const refused = async (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  ask('POST', '/v1/recommendations', { body, headers });

beforeAll(async () => {
  await serveTiny();
});

const HISTORIES = [
  ['i0'],
  ['i4', 'i2'],
  ['i1', 'i1', 'i7', 'i29'],
  ['i9', 'i8', 'i7', 'i6', 'i5', 'i4', 'i3', 'i2', 'i1'],
];

describe('the unsteered list', () => {
  test.for(HISTORIES)('%j: ten items that are not in the history, best first', async (history) => {
    const answer = await recommend({ history });
    const { status, body, headers } = answer;
    expect(status).toBe(200);
    expect(body['source']).toBe('model');
    expect(body['modelVersion']).toBe(TINY_VERSION);
    expect(headers.get('x-model-version')).toBe(TINY_VERSION);
    const items = itemsIn(answer);
    expect(items.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(items.filter(({ id }) => history.includes(id))).toEqual([]);
    const scores = items.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => Number.isInteger(Math.round(score * 1e6) / 1e4))).toBe(true);
    expect(items[0]?.attributes).toHaveLength(1);
  });

  test('only the newest items that fit the model count, but the older ones do not come back', async () => {
    const newest = ['i9', 'i8', 'i7', 'i6', 'i5', 'i4', 'i3', 'i2'];
    const long = await recommend({ history: ['i1', ...newest], limit: 5 });
    const fitting = await recommend({ history: newest, exclude: ['i1'], limit: 5 });
    expect(long.body['items']).toEqual(fitting.body['items']);
    expect(idsOf(long.body['items'])).not.toContain('i1');
  });

  test('excluded items are left out, and the list closes up', async () => {
    const all = idsOf((await recommend({ history: ['i4'], limit: 5 })).body['items']);
    const [first = '', ...others] = all;
    const rest = await recommend({ history: ['i4'], limit: 4, exclude: [first] });
    expect(idsOf(rest.body['items'])).toEqual(others);
  });

  test('many at once answer as one by one', async () => {
    const alone = [];
    for (const history of HISTORIES) alone.push((await recommend({ history })).body['items']);
    const together = await Promise.all(HISTORIES.map((history) => recommend({ history })));
    expect(together.map(({ body }) => body['items'])).toEqual(alone);
  });
});

describe('steering', () => {
  test.for(HISTORIES)('%j: strength 0 gives exactly the unsteered list', async (history) => {
    const plain = await recommend({ history, limit: 20 });
    const zero = await recommend({
      history,
      limit: 20,
      steering: { concepts: { 'genre:horror': 0, 'genre:western': 0 } },
    });
    const compared = await recommend({
      history,
      limit: 20,
      compare: true,
      steering: { concepts: { 'genre:horror': 1 } },
    });
    expect(zero.body['items']).toEqual(plain.body['items']);
    expect(zero.body['source']).toBe('model');
    // The base of a comparison is scored beside a steered row, and must not feel it.
    expect(compared.body['base']).toEqual(plain.body['items']);
  });

  test.for(['genre:horror', 'genre:comedy', 'genre:western'])(
    '%s: more brings its items up, less takes them away',
    async (concept) => {
      // All that is left of 30 items is listed: the mean rank of the concept's tells what a top 10 would round away.
      const meanRankAt = async (strength: number): Promise<number> => {
        const steering = { concepts: { [concept]: strength } };
        const items = itemsIn(await recommend({ history: ['i4', 'i2'], limit: 28, steering }));
        const ranks = items.filter(({ attributes }) => attributes.includes(concept)).map(({ rank }) => rank);
        return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
      };
      const [less, base, more] = [await meanRankAt(-1), await meanRankAt(0), await meanRankAt(1)];
      expect(less).toBeGreaterThan(base);
      expect(more).toBeLessThan(base);
    },
  );

  test('a comparison says how far each item moved against the base list', async () => {
    const answer = await recommend({
      history: ['i4', 'i2'],
      compare: true,
      steering: { concepts: { 'genre:horror': 0.3 } },
    });
    const { body } = answer;
    expect(body['source']).toBe('steered');
    const base = idsOf(body['base']);
    const items = itemsIn(answer);
    expect(base).not.toEqual(idsOf(body['items']));
    for (const { id, rank, moved } of items) {
      expect(moved).toBe(base.includes(id) ? base.indexOf(id) + 1 - rank : null);
    }
  });

  test('concepts that the model lacks are reported and change nothing', async () => {
    const plain = await recommend({ history: ['i4'] });
    const { body } = await recommend({ history: ['i4'], steering: { concepts: { 'genre:noir': 1 } } });
    expect(body['ignored']).toEqual({ history: [], concepts: ['genre:noir'], attributes: [] });
    expect(body['source']).toBe('model');
    expect(body['items']).toEqual(plain.body['items']);
  });
});

describe('what the model does not know', () => {
  test('unknown items are left out of the history, and reported once each', async () => {
    const known = await recommend({ history: ['i4', 'i2'] });
    const mixed = await recommend({ history: ['zzz', 'i4', 'nope', 'zzz', 'i2'] });
    expect(mixed.body['items']).toEqual(known.body['items']);
    expect(mixed.body['ignored']).toEqual({ history: ['zzz', 'nope'], concepts: [], attributes: [] });
  });

  test.for([[[]], [['zzz']]])('history %j: the popular list, and it says so', async ([history]) => {
    const { body } = await recommend({ history, limit: 3, exclude: ['i1'], compare: true });
    expect(body['source']).toBe('popular');
    expect(idsOf(body['items'])).toEqual(['i0', 'i2', 'i3']);
    expect(idsOf(body['base'])).toEqual(['i0', 'i2', 'i3']);
    // Counts are 30, 28 and 27 interactions; the most popular item has 30.
    const scores = listOf(body['items']).map(({ score }) => score);
    expect(scores).toEqual([1, 0.93, 0.9]);
  });
});

describe('problems', () => {
  test('a field that does not fit is named, with what was expected', async () => {
    const { status, headers, body } = await refused({
      history: ['i0', 7],
      limit: 0,
      surprise: true,
      steering: { concepts: { 'genre:horror': 2 } },
    });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body['type']).toBe('urn:trimtab:problem:invalid-request');
    expect(body['requestId']).toBe(headers.get('x-request-id'));
    const expected = Object.fromEntries(
      listOf(body['errors']).map((error) => [error['path'], error['expected']]),
    );
    expect(expected).toEqual({
      'body.history.1': 'string',
      'body.limit': 'at least 1',
      'body.surprise': 'no such field',
      'body.steering.concepts.genre:horror': 'at most 1',
    });
  });

  test('a body that is not JSON', async () => {
    const { status, body } = await refused('{"history":');
    expect([status, body['type']]).toEqual([400, 'urn:trimtab:problem:malformed-json']);
  });

  test('a body that is not sent as JSON', async () => {
    const { status, body } = await refused('history=i0', { 'content-type': 'text/plain' });
    expect([status, body['type']]).toEqual([415, 'urn:trimtab:problem:not-json']);
  });

  test('a body that is too large', async () => {
    const { status, body } = await refused({ history: Array.from({ length: 3000 }, () => 'x'.repeat(100)) });
    expect([status, body['type']]).toEqual([413, 'urn:trimtab:problem:body-too-large']);
  });

  test('a route that is not there', async () => {
    const { status, body } = await ask('GET', '/v1/nothing');
    expect([status, body['type']]).toEqual([404, 'urn:trimtab:problem:route-not-found']);
  });

  test('too many requests from one address', async () => {
    const { ask: limited } = testApp({
      vars: {
        RECOMMENDATION_LIMIT: { limit: ({ key }) => Promise.resolve({ success: key !== '192.0.2.1' }) },
      },
    });
    const from = (address: string): Promise<Answer> =>
      limited('POST', '/v1/recommendations', {
        body: { history: [] },
        headers: { 'cf-connecting-ip': address },
      });
    expect((await from('192.0.2.2')).status).toBe(200);
    const { status, headers, body } = await from('192.0.2.1');
    expect([status, body['type']]).toEqual([429, 'urn:trimtab:problem:too-many-requests']);
    expect(headers.get('retry-after')).toBe('60');
  });
});
