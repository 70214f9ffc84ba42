// What a request can ask of a list, inside workerd on the tiny model: 30 items, item i of genre i mod 3.
import { beforeAll, describe, expect, test } from 'vitest';
import { artifactKey } from '@trimtab/shared/manifest.ts';
import {
  bindings,
  codeOf,
  idsOf,
  jwksOf,
  listOf,
  point,
  problem,
  putVersion,
  serveTiny,
  signer,
  testApp,
  TINY_VERSION,
  type Answer,
  type Json,
  type TestApp,
} from '../../test/harness.ts';

const NEXT = 'next-000002';
const app = testApp();

const recommend = (body: object, { ask }: TestApp = app): Promise<Answer> =>
  ask('POST', '/v1/recommendations', { body: { history: ['i4', 'i2'], ...body } });

const idsListed = async (body: object): Promise<string[]> => idsOf((await recommend(body)).body['items']);

const genreOf = (id: string): string =>
  ['genre:horror', 'genre:comedy', 'genre:western'][Number(id.slice(1)) % 3] ?? '';

beforeAll(async () => {
  await serveTiny();
});

describe('filter', () => {
  test.for<[object, (id: string) => boolean]>([
    [{ allOf: ['genre:horror'] }, (id) => genreOf(id) === 'genre:horror'],
    [{ allOf: ['genre:horror', 'genre:comedy'] }, () => false],
    [{ anyOf: ['genre:horror', 'genre:western'] }, (id) => genreOf(id) !== 'genre:comedy'],
    [{ noneOf: ['genre:horror', 'genre:western'] }, (id) => genreOf(id) === 'genre:comedy'],
    [
      { anyOf: ['genre:horror', 'genre:comedy'], noneOf: ['genre:comedy'] },
      (id) => genreOf(id) === 'genre:horror',
    ],
    [{}, () => true],
  ])('%j keeps the order and what fits', async ([filter, fits]) => {
    expect(await idsListed({ limit: 100, filter })).toEqual((await idsListed({ limit: 100 })).filter(fits));
  });

  test.for<[object, number]>([
    [{ allOf: ['genre:noir'] }, 0],
    [{ anyOf: ['genre:noir'] }, 0],
    [{ noneOf: ['genre:noir'] }, 28],
  ])('%j names an attribute that no item has: taken at its word, and reported', async ([filter, length]) => {
    const { body } = await recommend({ limit: 100, filter });
    expect(body['items']).toHaveLength(length);
    expect(body['ignored']).toEqual({ history: [], concepts: [], attributes: ['genre:noir'] });
  });

  test('popular lists are filtered alike', async () => {
    expect(await idsListed({ history: [], limit: 3, filter: { allOf: ['genre:western'] } })).toEqual([
      'i2',
      'i5',
      'i8',
    ]);
  });
});

describe('seen and never', () => {
  test('includeSeen lets items of the history come back', async () => {
    const list = await idsListed({ limit: 100, includeSeen: true });
    expect(list).toHaveLength(30);
    expect(list.filter((id) => id !== 'i4' && id !== 'i2')).toEqual(await idsListed({ limit: 100 }));
  });

  test.for([
    { concepts: ['genre:horror'] },
    { attributes: ['genre:horror'] },
    { concepts: ['genre:horror'], attributes: ['genre:horror'] },
  ])('%j: not one item of it, however much is asked for', async (exclude) => {
    const strengths = { 'genre:horror': 1 };
    const list = await idsListed({ limit: 100, steering: { concepts: strengths, exclude } });
    const rest = await idsListed({ limit: 100, steering: { concepts: strengths } });
    expect(list).toEqual(rest.filter((id) => genreOf(id) !== 'genre:horror'));
  });

  test('what cannot be excluded since nothing is known of it is reported', async () => {
    const { body } = await recommend({
      steering: { exclude: { concepts: ['mood:calm'], attributes: ['era:1970s'] } },
    });
    expect(body['ignored']).toEqual({ history: [], concepts: ['mood:calm'], attributes: ['era:1970s'] });
  });
});

const pagesOf = async (body: object): Promise<Json[][]> => {
  const pages = [];
  for (let cursor: Json | undefined, more = true; more; more = cursor !== undefined) {
    const { body: page } = await recommend({ ...body, cursor });
    pages.push(listOf(page['items']));
    cursor = page['nextCursor'];
  }
  return pages;
};

const withoutMoves = (items: Json[]): unknown[] => items.map((item) => ({ ...item, moved: undefined }));

describe('paging', () => {
  test.for([
    { steering: { concepts: { 'genre:horror': 0.5 } } },
    { history: [] },
    { compare: true, steering: { concepts: { 'genre:comedy': 1 } } },
  ])('%j: pages of 10 are the list of 30 cut up', async (body) => {
    const pages = await pagesOf({ ...body, limit: 10, includeSeen: true });
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 10]);
    const whole = await recommend({ ...body, limit: 30, includeSeen: true });
    expect(withoutMoves(pages.flat())).toEqual(withoutMoves(listOf(whole.body['items'])));
    expect(whole.body['nextCursor']).toBeUndefined();
  });

  test('a cursor of another request, or none at all, is refused', async () => {
    const { body } = await recommend({ limit: 5 });
    const cursor = body['nextCursor'];
    for (const other of [
      { cursor, history: ['i4'] },
      { cursor, steering: { concepts: { 'genre:horror': 1 } } },
      { cursor, filter: { noneOf: ['genre:horror'] } },
      { cursor: 'bm90IGEgY3Vyc29y' },
      { cursor: '%%%' },
    ]) {
      const answer = await recommend({ limit: 5, ...other });
      expect(codeOf(answer)).toEqual(problem(400, 'invalid-cursor'));
      expect(answer.body['errors']?.[0]?.['path']).toBe('body.cursor');
    }
    expect((await recommend({ limit: 7, cursor })).status).toBe(200);
  });

  test('a cursor of the model before is out of date', async () => {
    const other = testApp();
    const cursor = (await recommend({ limit: 5 }, other)).body['nextCursor'];
    await putVersion(NEXT);
    await point(NEXT, TINY_VERSION);
    other.clock.now += 30_000;
    expect(codeOf(await recommend({ limit: 5, cursor }, other))).toEqual(problem(409, 'cursor-outdated'));
    await point(TINY_VERSION);
  });
});

describe('labels, profiling and dry runs', () => {
  test('profiling: false gives everybody the same list', async () => {
    const { body } = await recommend({
      profiling: false,
      limit: 4,
      steering: { concepts: { 'genre:horror': 1 } },
    });
    expect([body['source'], body['degraded']]).toEqual(['popular', false]);
    expect(idsOf(body['items'])).toEqual(['i0', 'i1', 'i3', 'i5']);
    expect((await idsListed({ profiling: false, includeSeen: true })).slice(0, 3)).toEqual([
      'i0',
      'i1',
      'i2',
    ]);
  });

  test('a scenario comes back, and changes nothing', async () => {
    const { body } = await recommend({ scenario: 'friday evening' });
    expect(body['scenario']).toBe('friday evening');
    expect(idsOf(body['items'])).toEqual(await idsListed({}));
  });

  test('a dry run says what would happen', async () => {
    const { body } = await recommend({
      dryRun: true,
      history: ['i4', 'zzz'],
      steering: { concepts: { 'genre:horror': 1, 'genre:noir': 1 } },
      filter: { noneOf: ['era:1970s'] },
    });
    expect(body).toMatchObject({
      items: [],
      dryRun: true,
      source: 'steered',
      ignored: { history: ['zzz'], concepts: ['genre:noir'], attributes: ['era:1970s'] },
    });
  });

  test('a preset is applied, named with its revision, and overridden by the steering', async () => {
    const key = await signer('main');
    const { ask } = testApp({ vars: { AUTH_JWKS: jwksOf(key) } });
    const token = await key.token();
    const saved = await ask('POST', '/v1/presets', {
      body: { name: 'Mine', concepts: { 'genre:horror': 1, 'genre:comedy': 0.5 } },
      token,
    });
    const presetId = saved.body['id'];
    const asked = async (steering?: object): Promise<Answer> =>
      ask('POST', '/v1/recommendations', { body: { history: ['i4'], presetId, steering }, token });
    const { body } = await asked();
    expect(body['preset']).toEqual({ id: presetId, revision: 1 });
    const same = { history: ['i4'], steering: { concepts: { 'genre:horror': 1, 'genre:comedy': 0.5 } } };
    expect(idsOf(body['items'])).toEqual(await idsListed(same));
    const overridden = await asked({ concepts: { 'genre:horror': 0, 'genre:comedy': 0 } });
    expect(overridden.body['source']).toBe('model');
  });
});

test('graphs that no runtime loads: the popular list of the catalogue, and it says so', async () => {
  const bytes = new TextEncoder().encode('not a graph');
  const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex();
  const manifest = await bindings.ARTIFACTS.get(artifactKey(TINY_VERSION, 'manifest.json'));
  const text = ((await manifest?.text()) ?? '')
    .replace(TINY_VERSION, NEXT)
    .replace(/"head\.onnx":\{[^}]*\}/, `"head.onnx":{"bytes":${bytes.length},"sha256":"${sha256}"}`);
  await putVersion(NEXT, { 'head.onnx': 'not a graph', 'manifest.json': text });
  await point(NEXT);
  const answer = await recommend({ limit: 3, steering: { concepts: { 'genre:horror': 1 } } }, testApp());
  await point(TINY_VERSION);
  expect([answer.status, answer.body['source'], answer.body['degraded']]).toEqual([200, 'popular', true]);
  expect(answer.body['modelVersion']).toBe(NEXT);
  expect(idsOf(answer.body['items'])).toEqual(['i0', 'i1', 'i3']);
});
