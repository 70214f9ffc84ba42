// Many histories at once, and what signed-in people have chosen for good, inside workerd on the tiny model.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  bindings,
  codeOf,
  idsOf,
  jwksOf,
  listOf,
  problem,
  serveTiny,
  signer,
  testApp,
  TINY_VERSION,
  type Answer,
} from '../../test/harness.ts';

const { ask } = testApp();

beforeAll(async () => {
  await serveTiny();
});

describe('a batch', () => {
  const HISTORIES = [['i4', 'i2'], [], ['i9', 'zzz']];
  const batch = (body: object): Promise<Answer> =>
    ask('POST', '/v1/recommendations/batch', { body: { histories: HISTORIES, ...body } });

  test('answers as one by one', async () => {
    const options = {
      limit: 4,
      steering: { concepts: { 'genre:horror': 1 } },
      filter: { noneOf: ['genre:comedy'] },
    };
    const { status, body } = await batch({ ...options, scenario: 'newsletter' });
    expect([status, body['modelVersion'], body['scenario']]).toEqual([200, TINY_VERSION, 'newsletter']);
    const results = listOf(body['results']);
    expect(results).toHaveLength(3);
    for (const [at, history] of HISTORIES.entries()) {
      const { body: alone } = await ask('POST', '/v1/recommendations', { body: { ...options, history } });
      const { items, source, degraded, ignored } = alone;
      expect(results[at]).toMatchObject({ items, source, degraded, ignored });
    }
    expect(new Set(results.map((result) => result['recommendationId'])).size).toBe(3);
  });

  test.for([
    [{ histories: [] }, 'body.histories'],
    [{ histories: Array.from({ length: 101 }, () => []) }, 'body.histories'],
    [{ histories: [['i0'], [7]] }, 'body.histories.1.0'],
    [{ cursor: 'x' }, 'body.cursor'],
    // 100 histories × (3 + 256 + 1) edits
    [
      {
        histories: Array.from({ length: 100 }, () => ['i0']),
        steering: { method: 'gradient', concepts: { 'genre:horror': 0.5 } },
      },
      'body.histories',
    ],
  ])('%# is refused at %s', async ([body, path]) => {
    const answer = await batch(body as object);
    expect(codeOf(answer)).toEqual(problem(400, 'invalid-request'));
    expect(answer.body['errors']?.[0]?.['path']).toBe(path);
  });
});

const signedIn = async (
  user: string,
): Promise<(method: string, path: string, body: object) => Promise<Answer>> => {
  const key = await signer('main');
  const app = testApp({ vars: { AUTH_JWKS: jwksOf(key) } });
  const token = await key.token({ sub: user });
  return (method, path, body) => app.ask(method, path, { body, token });
};

const databaseAway = (): never => {
  throw new Error('D1 is away');
};

describe('standing choices', () => {
  test('whoever is not to be profiled gets the popular list, whatever the request says', async () => {
    const as = await signedIn('una');
    const body = { history: ['i4'], limit: 2 };
    expect((await as('POST', '/v1/recommendations', body)).body['source']).toBe('model');
    await as('PUT', '/v1/me/preferences', { profiling: false, defaultPresetId: null });
    const answer = await as('POST', '/v1/recommendations', { ...body, profiling: true });
    expect([answer.body['source'], answer.body['degraded']]).toEqual(['popular', false]);
    expect(idsOf(answer.body['items'])).toEqual(['i0', 'i1']);
  });

  test('the default preset steers where a request names neither preset nor steering', async () => {
    const as = await signedIn('uri');
    const saved = await as('POST', '/v1/presets', { name: 'Mine', concepts: { 'genre:horror': 1 } });
    const id = saved.body['id'];
    await as('PUT', '/v1/me/preferences', { profiling: true, defaultPresetId: id });
    const plain = await as('POST', '/v1/recommendations', { history: ['i4'] });
    expect([plain.body['source'], plain.body['preset']]).toEqual(['steered', { id, revision: 1 }]);
    const steered = await as('POST', '/v1/recommendations', { history: ['i4'], steering: {} });
    expect([steered.body['source'], steered.body['preset']]).toEqual(['model', undefined]);
  });

  test('a choice that cannot be read is taken for one against profiling', async () => {
    const key = await signer('main');
    const away = { prepare: databaseAway, withSession: databaseAway };
    const DB = Object.assign(Object.create(bindings.DB) as D1Database, away);
    const app = testApp({ vars: { AUTH_JWKS: jwksOf(key), DB } });
    const options = { body: { history: ['i4'] }, token: await key.token() };
    const { body } = await app.ask('POST', '/v1/recommendations', options);
    expect([body['source'], body['degraded']]).toEqual(['popular', true]);
    expect(app.log.map(({ event }) => event)).toContain('choices-unread');
  });

  test('a token that is not accepted is refused: whose choices hold is not known', async () => {
    const answer = await ask('POST', '/v1/recommendations', { body: { history: ['i4'] }, token: 'nonsense' });
    expect(answer.status).toBe(401);
  });
});
