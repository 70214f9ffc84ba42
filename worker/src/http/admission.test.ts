// Overload, inside workerd: what is taken on is answered, the rest is told at once to come back, and nobody is computed for
// who is gone.
import { beforeAll, expect, test } from 'vitest';
import { bindings, codeOf, problem, serveTiny, testApp } from '../../test/harness.ts';

const body = { history: ['i4', 'i2'], steering: { concepts: { 'genre:horror': 1 } } };

beforeAll(() => serveTiny());

test('of 260 at once 200 get a list, the others 503 with Retry-After, and afterwards all is as before', async () => {
  const app = testApp({ vars: { RATE_LIMITS: 'off' } });
  const answers = await Promise.all(
    Array.from({ length: 260 }, () => app.ask('POST', '/v1/recommendations', { body })),
  );
  const refused = answers.filter(({ status }) => status !== 200);
  expect(answers.length - refused.length).toBe(200);
  for (const answer of refused) {
    expect(codeOf(answer)).toEqual(problem(503, 'overloaded'));
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  expect((await app.ask('POST', '/v1/recommendations', { body })).status).toBe(200);
});

test('batches are few at once, and keep nobody else out', async () => {
  const app = testApp({ vars: { RATE_LIMITS: 'off' } });
  const batch = { histories: Array.from({ length: 20 }, (_, i) => [`i${i}`]) };
  const batches = Array.from({ length: 6 }, () =>
    app.ask('POST', '/v1/recommendations/batch', { body: batch }),
  );
  expect((await app.ask('POST', '/v1/recommendations', { body })).status).toBe(200);
  const statuses = (await Promise.all(batches)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 200, 200, 200, 503, 503]);
});

test('nothing is computed for a caller who hung up', async () => {
  const app = testApp();
  const gone = await app.ask('POST', '/v1/recommendations', { body, signal: AbortSignal.abort() });
  expect(codeOf(gone)).toEqual(problem(408, 'caller-gone'));
  expect(app.log.filter(({ event }) => event === 'inference-failed')).toEqual([]);
});

test('health waits for no newer model', async () => {
  const held = { isHeld: false };
  const ARTIFACTS = new Proxy(bindings.ARTIFACTS, {
    get: (bucket, name) =>
      name === 'get' && held.isHeld
        ? () => new Promise(() => undefined)
        : (Reflect.get(bucket, name) as () => unknown).bind(bucket),
  });
  const app = testApp({ vars: { ARTIFACTS } });
  await app.ask('GET', '/healthz');
  held.isHeld = true;
  app.clock.now += 30_000;
  const asked = performance.now();
  const answer = await Promise.race([
    app.ask('GET', '/v1/presets').then(() => app.ask('GET', '/healthz')),
    scheduler.wait(60_000).then(() => null),
  ]);
  expect(answer?.status).toBe(200);
  expect(performance.now() - asked).toBeLessThan(60_000);
});

test('a Worker before its migration says so', async () => {
  const old = new Proxy(bindings.DB, {
    get: () => () => {
      throw new Error('D1_ERROR: no such table: presets: SQLITE_ERROR');
    },
  });
  const link = `/v1/shared-presets/${'a'.repeat(43)}`;
  const answer = await testApp({ vars: { DB: old } }).ask('GET', link);
  expect(codeOf(answer)).toEqual(problem(503, 'database-outdated'));
  expect(answer.body['detail']).toContain('npm run deploy');
});
