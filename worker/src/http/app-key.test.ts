// Keys of apps, inside workerd with real D1.
import { beforeEach, describe, expect, test } from 'vitest';
import { apiKeyText, type KeyKind } from '@trimtab/shared/api-keys.ts';
import { bindings, codeOf, jwksOf, problem, testApp, type Answer, type TestApp } from '../../test/harness.ts';
import { signedInPeople } from '../../test/people.ts';
import { hashOf, newSecretToken } from '../auth/secret-token.ts';

const HORROR = { name: 'Late night', concepts: { 'genre:horror': 0.5 } };
const SHOP = 'https://shop.example';

const vars = { EVENTS_SECRET: 'one more secret that only tests have' };
const people = signedInPeople({ vars, anew: true });
let app: TestApp;

beforeEach(() => {
  app = people.app;
});

let made = 0;

interface KeyOptions {
  name?: string;
  origins?: string[];
  quota?: number;
}

/** A key in the table, as `trimtab keys create` puts it there. */
async function makeKey(
  kind: KeyKind,
  { name = 'shop', origins = [], quota = 1000 }: KeyOptions = {},
): Promise<{ id: string; text: string }> {
  const id = (++made).toString(16).padStart(12, '0');
  const text = apiKeyText(kind, id, newSecretToken());
  await bindings.DB.prepare('insert into api_keys values (?, ?, ?, ?, ?, ?, 0, null)')
    .bind(id, name, kind, await hashOf(text), JSON.stringify(origins), quota)
    .run();
  return { id, text };
}

const ask = (headers: Record<string, string>, method = 'GET', path = '/v1/attributes'): Promise<Answer> =>
  app.ask(method, path, { headers });

const usedOf = (id: string): Promise<number | null> =>
  bindings.DB.prepare('select sum(used) as used from api_key_usage where key_id = ?').bind(id).first('used');

describe('keys', () => {
  test('a secret key is accepted, and a request without one too, unless keys are required', async () => {
    const { text } = await makeKey('secret');
    expect((await ask({ 'x-api-key': text })).status).toBe(200);
    expect((await ask({})).status).toBe(200);
    const strict = testApp({ vars: { KEYS_REQUIRED: 'true' } });
    expect(codeOf(await strict.ask('GET', '/v1/attributes'))).toEqual(problem(401, 'api-key-required'));
    expect((await strict.ask('GET', '/v1/attributes', { headers: { 'x-api-key': text } })).status).toBe(200);
    expect((await strict.ask('GET', '/healthz')).status).toBe(200);
  });

  test('unknown, wrong and malformed keys are refused in the same words', async () => {
    const { id, text } = await makeKey('secret');
    const wrong = apiKeyText('secret', id, newSecretToken());
    const unknown = apiKeyText('secret', 'ffffffffffff', newSecretToken());
    const otherKind = text.replace('_sk_', '_pk_');
    const answers = await Promise.all(
      [wrong, unknown, otherKind, 'nonsense', ''].map((sent) => ask({ 'x-api-key': sent })),
    );
    expect(new Set(answers.map(({ body }) => String(body['detail']))).size).toBe(1);
    for (const answer of answers) expect(codeOf(answer)).toEqual(problem(401, 'invalid-api-key'));
  });

  test('a revoked key ends within a minute', async () => {
    const { id, text } = await makeKey('secret');
    expect((await ask({ 'x-api-key': text })).status).toBe(200);
    await bindings.DB.prepare('update api_keys set revoked_at = 1 where id = ?').bind(id).run();
    app.clock.now += 60_000;
    expect(codeOf(await ask({ 'x-api-key': text }))).toEqual(problem(401, 'invalid-api-key'));
  });

  test('a publishable key is for pages of its origins, which CORS then lets in', async () => {
    const { text } = await makeKey('publishable', { origins: [SHOP] });
    const at = (origin: string): Promise<Answer> => ask({ 'x-api-key': text, origin });
    const allowed = await at(SHOP);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, SHOP]);
    const elsewhere = await at('https://evil.example');
    expect(codeOf(elsewhere)).toEqual(problem(403, 'origin-not-allowed'));
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
    expect(codeOf(await ask({ 'x-api-key': text }))).toEqual(problem(403, 'origin-not-allowed'));
    const preflight = await ask({ origin: SHOP, 'access-control-request-method': 'POST' }, 'OPTIONS');
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, SHOP]);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-api-key');
  });

  test('a secret key in a page is refused', async () => {
    const { text } = await makeKey('secret');
    expect(codeOf(await ask({ 'x-api-key': text, origin: SHOP }))).toEqual(
      problem(403, 'origin-not-allowed'),
    );
  });

  test('the quota ends a day, is never exceeded, and begins anew at midnight UTC', async () => {
    const { id, text } = await makeKey('secret', { quota: 3 });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask({ 'x-api-key': text })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await ask({ 'x-api-key': text });
    expect(codeOf(refused)).toEqual(problem(429, 'quota-exceeded'));
    // The clock stands at noon: twelve hours are left.
    expect(refused.headers.get('retry-after')).toBe('43200');
    expect(refused.headers.get('ratelimit-policy')).toBe('"day";q=3;w=86400');
    expect(await usedOf(id)).toBe(3);
    const elsewhere = testApp({ vars: { AUTH_JWKS: jwksOf(people.key) } });
    const headers = { 'x-api-key': text };
    expect((await elsewhere.ask('GET', '/v1/attributes', { headers })).status).toBe(429);
    app.clock.now += 12 * 3_600_000;
    expect((await ask({ 'x-api-key': text })).status).toBe(200);
  });

  test('every answer says what is at least left of the quota, and is limited by the key of a server', async () => {
    const { id, text } = await makeKey('secret', { quota: 3 });
    const counted: string[] = [];
    const KEY_LIMIT = {
      limit: async ({ key: by }: RateLimitOptions) => (counted.push(by), { success: true }),
    };
    app = testApp({ vars: { KEY_LIMIT } });
    const left = [];
    for (let i = 0; i < 4; i++) left.push((await ask({ 'x-api-key': text })).headers.get('ratelimit'));
    expect(left).toEqual([2, 1, 0, 0].map((requests) => `"day";r=${requests};t=43200`));
    expect(counted).toEqual([1, 2, 3].map(() => `key ${id}`));
    const { text: other } = await makeKey('secret', { quota: 1000 });
    const { headers } = await ask({ 'x-api-key': other });
    expect(headers.get('ratelimit')).toBe('"day";r=999;t=43200');
    expect(headers.get('ratelimit-policy')).toBe('"key";q=6000;w=60, "day";q=1000;w=86400');
  });

  test('of a large quota an isolate takes a hundred requests with one write', async () => {
    const { id, text } = await makeKey('secret', { quota: 50_000 });
    for (let i = 0; i < 3; i++) await ask({ 'x-api-key': text });
    expect(await usedOf(id)).toBe(100);
  });

  test('20 requests of a key that nobody has asked for yet look it up once, and spend from one lot', async () => {
    const { id, text } = await makeKey('publishable', { origins: [SHOP], quota: 50_000 });
    const asked: string[] = [];
    const listening = <T extends object>(database: T): T =>
      new Proxy(database, {
        get:
          (target, name) =>
          (sql: string): unknown => {
            if (name === 'prepare') asked.push(sql);
            const came: unknown = (Reflect.get(target, name) as (sql: string) => unknown).call(target, sql);
            return name === 'withSession' ? listening(came as object) : came;
          },
      });
    const DB = listening(bindings.DB);
    app = testApp({ vars: { DB } });
    const headers = { 'x-api-key': text, origin: SHOP };
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(asked.filter((sql) => sql.includes('json_each(api_keys.origins)'))).toHaveLength(1);
    expect(asked.filter((sql) => /from "?api_keys"? where/.test(sql))).toHaveLength(1);
    expect(await usedOf(id)).toBe(100);
  });

  test('while the database is away, known keys go on, and others are told to wait', async () => {
    const [known, other] = [await makeKey('secret', { quota: 1 }), await makeKey('secret')];
    const away = { isAway: false };
    const DB = new Proxy(bindings.DB, {
      get: (target, name) => {
        if (away.isAway) throw new Error('D1 is away');
        return Reflect.get(target, name).bind(target);
      },
    });
    app = testApp({ vars: { DB } });
    expect((await ask({ 'x-api-key': known.text })).status).toBe(200);
    away.isAway = true;
    app.clock.now += 60_000;
    expect((await ask({ 'x-api-key': known.text })).status).toBe(200);
    expect(codeOf(await ask({ 'x-api-key': other.text }))).toEqual(problem(503, 'api-keys-unavailable'));
  });
});

/** Asks for a person of the app whose key it is. */
const speaking = (text: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  app.ask(method, path, { headers: { 'x-api-key': text, 'x-person': 'ada' }, body });

describe('people of an app', () => {
  test('a secret key speaks for them, each apart from those of other apps and from who signs in', async () => {
    const [shop, radio] = [await makeKey('secret'), await makeKey('secret', { name: 'radio' })];
    const saved = await speaking(shop.text, 'POST', '/v1/presets', HORROR);
    expect(saved.status).toBe(201);
    const path = `/v1/presets/${String(saved.body['id'])}`;
    expect((await speaking(shop.text, 'GET', path)).status).toBe(200);
    expect(codeOf(await speaking(radio.text, 'GET', path))).toEqual(problem(404, 'preset-not-found'));
    expect(codeOf(await people.as('ada', 'GET', path))).toEqual(problem(404, 'preset-not-found'));
    const event = { type: 'interaction', id: 'of-an-app-1', at: '2026-11-22T11:00:00Z', item: 'i1' };
    const sent = await speaking(shop.text, 'POST', '/v1/events', { consent: true, events: [event] });
    expect(sent.body).toEqual({ accepted: 1 });
    const erased = await speaking(shop.text, 'DELETE', '/v1/me');
    expect(erased.body).toMatchObject({ erased: { presets: 1 } });
  });

  test('a publishable key speaks for nobody, and no token can be one of them', async () => {
    const { text } = await makeKey('publishable', { origins: [SHOP] });
    const headers = { 'x-api-key': text, 'x-person': 'ada', origin: SHOP };
    expect(codeOf(await ask(headers, 'GET', '/v1/presets'))).toEqual(problem(401, 'not-signed-in'));
    const posing = await people.as('trimtab-app:shop:ada', 'GET', '/v1/presets');
    expect(codeOf(posing)).toEqual(problem(401, 'invalid-token'));
    const { text: secret } = await makeKey('secret');
    const blank = await ask({ 'x-api-key': secret, 'x-person': 'a b' }, 'GET', '/v1/presets');
    expect(blank.body['errors']?.[0]?.['path']).toBe('header.x-person');
  });
});
