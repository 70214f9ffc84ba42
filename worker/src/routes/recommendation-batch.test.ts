// Many histories at once, inside workerd on the tiny model.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  codeOf,
  migrate,
  point,
  problem,
  putVersion,
  testApp,
  TINY_VERSION,
  type Answer,
  type Json,
} from '../../test/harness.ts';

const { ask } = testApp();

beforeAll(async () => {
  await migrate();
  await putVersion(TINY_VERSION);
  await point(TINY_VERSION);
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
    const results = body['results'] as unknown as Json[];
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
  ])('%# is refused at %s', async ([body, path]) => {
    const answer = await batch(body as object);
    expect(codeOf(answer)).toEqual(problem(400, 'invalid-request'));
    expect(answer.body['errors']?.[0]?.['path']).toBe(path);
  });
});
