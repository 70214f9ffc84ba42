// Keys that are fetched, and several issuers, inside workerd: how often an issuer is asked, and what is said meanwhile.
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  codeOf,
  jwksOf,
  migrate,
  problem,
  signer,
  testApp,
  type Answer,
  type Signer,
  type TestApp,
} from '../../test/harness.ts';

const JWKS_URL = 'https://issuer.example/jwks.json';

let key: Signer;
let next: Signer;

beforeAll(async () => {
  await migrate();
  [key, next] = [await signer('main'), await signer('next')];
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

const wait = (milliseconds: number): void => {
  vi.setSystemTime(Date.now() + milliseconds);
};

interface Server {
  keys: Signer[];
  state: 'up' | 'down' | 'silent';
  asked: string[];
  /** While it is there, nothing is answered before it resolves. */
  held: Promise<void> | null;
  fetch: typeof fetch;
}

/** An issuer whose keys can change and whose server can fail; counts what it is asked. */
function issuer(...keys: Signer[]): Server {
  const server: Server = {
    keys,
    state: 'up',
    asked: [],
    held: null,
    fetch: async (url, init) => {
      server.asked.push(url instanceof Request ? url.url : String(url));
      await server.held;
      if (server.state === 'silent') return silence(init?.signal);
      return server.state === 'down'
        ? new Response('', { status: 500 })
        : new Response(jwksOf(...server.keys));
    },
  };
  return server;
}

const silence = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });

const appOf = ({ fetch }: Server, vars: Partial<Env> = {}): TestApp =>
  testApp({ vars: { AUTH_JWKS: '', AUTH_JWKS_URL: JWKS_URL, RATE_LIMITS: 'off', ...vars }, fetch });

const askBy = async ({ ask }: TestApp, by: Signer, claims = {}): Promise<Answer> =>
  ask('GET', '/v1/presets', { token: await by.token(claims) });

const statusesOf = async (app: TestApp, by: Signer, count: number): Promise<number[]> => {
  const token = await by.token();
  const answers = Array.from({ length: count }, () => app.ask('GET', '/v1/presets', { token }));
  return (await Promise.all(answers)).map(({ status }) => status);
};

const all = (status: number): number[] => Array.from({ length: 20 }, () => status);

describe('keys that are fetched', () => {
  test('20 valid tokens at a cold start are all accepted, by one question to the issuer', async () => {
    const server = issuer(key);
    const app = appOf(server);
    expect(await statusesOf(app, key, 20)).toEqual(all(200));
    expect(server.asked).toEqual([JWKS_URL]);
    expect(await statusesOf(app, key, 20)).toEqual(all(200));
    expect(server.asked).toHaveLength(1);
  });

  test('20 valid tokens of a new key are all accepted, by one question more', async () => {
    const server = issuer(key);
    const app = appOf(server);
    await statusesOf(app, key, 1);
    server.keys = [key, next];
    wait(30_001);
    expect(await statusesOf(app, next, 20)).toEqual(all(200));
    expect(server.asked).toHaveLength(2);
  });

  test('an unknown key within the cooldown signs nobody out: 503 until the keys may be read again', async () => {
    const server = issuer(key);
    const app = appOf(server);
    await statusesOf(app, key, 1);
    server.keys = [key, next];
    wait(10_000);
    const early = await askBy(app, next);
    expect(codeOf(early)).toEqual(problem(503, 'sign-in-unavailable'));
    expect(early.headers.get('retry-after')).toBe('20');
    expect(server.asked).toHaveLength(1);
    wait(20_001);
    expect((await askBy(app, next)).status).toBe(200);
  });

  test('a key that the issuer does not have is refused once it was asked', async () => {
    const server = issuer(key);
    const app = appOf(server);
    expect(codeOf(await askBy(app, next))).toEqual(problem(401, 'invalid-token'));
    wait(30_001);
    expect(codeOf(await askBy(app, next))).toEqual(problem(401, 'invalid-token'));
    expect(server.asked).toHaveLength(2);
  });

  test('they are read again after ten minutes, and kept while the issuer is down', async () => {
    const server = issuer(key);
    const app = appOf(server);
    await statusesOf(app, key, 1);
    wait(10 * 60_000 + 1);
    server.state = 'down';
    expect(await statusesOf(app, key, 20)).toEqual(all(200));
    expect(server.asked).toHaveLength(2);
    expect((await askBy(app, next)).headers.get('retry-after')).toBe('30');
    server.state = 'up';
    server.keys = [next];
    wait(30_001);
    expect((await askBy(app, next)).status).toBe(200);
  });

  test('none yet and the issuer is down: try later', async () => {
    const server = issuer(key);
    server.state = 'down';
    const app = appOf(server);
    const answer = await askBy(app, key);
    expect(codeOf(answer)).toEqual(problem(503, 'sign-in-unavailable'));
    expect(answer.headers.get('retry-after')).toBe('30');
    server.state = 'up';
    expect((await askBy(app, key)).status).toBe(200);
  });

  test('an issuer that never answers is given up', async () => {
    const server = issuer(key);
    server.state = 'silent';
    expect(codeOf(await askBy(appOf(server), key))).toEqual(problem(503, 'sign-in-unavailable'));
  });

  test('who comes while an answer is on its way shares it', async () => {
    const server = issuer(key);
    const app = appOf(server);
    const { promise, resolve: release } = Promise.withResolvers<void>();
    server.held = promise;
    const statuses = statusesOf(app, key, 20);
    await vi.waitFor(() => expect(server.asked).toHaveLength(1));
    release();
    expect(await statuses).toEqual(all(200));
    expect(server.asked).toHaveLength(1);
  });
});

const keysByAddress: typeof fetch = async (url) => new Response(jwksOf(url === JWKS_URL ? key : next));

describe('several issuers', () => {
  const OTHER = 'https://other.example';
  const OTHER_URL = `${OTHER}/keys`;
  const both = {
    AUTH_ISSUER: `https://issuer.example, ${OTHER}`,
    AUTH_JWKS_URL: `${JWKS_URL}, ${OTHER_URL}`,
  };

  /** Each address has its own key. */
  const servers = (): TestApp => testApp({ vars: { AUTH_JWKS: '', ...both }, fetch: keysByAddress });

  test('each signs its own people in, and not those of another', async () => {
    const app = servers();
    expect((await askBy(app, key)).status).toBe(200);
    expect((await askBy(app, next, { iss: OTHER })).status).toBe(200);
    expect(codeOf(await askBy(app, key, { iss: OTHER }))[0]).not.toBe(200);
    expect(codeOf(await askBy(app, next))[0]).not.toBe(200);
  });

  test('two people of the same subject at two issuers are two', async () => {
    const app = servers();
    const put = { body: { profiling: false, defaultPresetId: null } };
    await app.ask('PUT', '/v1/me/preferences', {
      ...put,
      token: await next.token({ iss: OTHER, sub: 'bo' }),
    });
    const choiceOf = async (by: Signer, iss?: string): Promise<unknown> => {
      const token = await by.token({ sub: 'bo', ...(iss !== undefined && { iss }) });
      return (await app.ask('GET', '/v1/me/preferences', { token })).body['profiling'];
    };
    expect([await choiceOf(key), await choiceOf(next, OTHER)]).toEqual([true, false]);
    const posing = await askBy(app, key, { sub: `trimtab-issuer:${OTHER} bo` });
    expect(codeOf(posing)).toEqual(problem(401, 'invalid-token'));
  });

  test('one address may hold the keys of all, and another number of addresses is a mistake', async () => {
    const one = testApp({ vars: { AUTH_JWKS: jwksOf(key), AUTH_ISSUER: both.AUTH_ISSUER } });
    expect((await askBy(one, key, { iss: OTHER })).status).toBe(200);
    const vars = { ...both, AUTH_JWKS: '', AUTH_ISSUER: `${both.AUTH_ISSUER}, https://third.example` };
    const wrong = await askBy(testApp({ vars, fetch: issuer(key).fetch }), key);
    expect(codeOf(wrong)).toEqual(problem(503, 'sign-in-unavailable'));
  });
});
