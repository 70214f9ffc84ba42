// Which tokens count, inside workerd with real signatures. Presets stand for whatever needs a signed-in user.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  AUDIENCE,
  codeOf,
  ISSUER,
  jwksOf,
  migrate,
  problem,
  signer,
  testApp,
  type Answer,
  type Signer,
} from '../../test/harness.ts';

const JWKS_URL = 'https://issuer.example/jwks.json';

let key: Signer;

beforeAll(async () => {
  await migrate();
  key = await signer('main');
});

const askWith = async (token?: string, vars: Partial<Env> = {}): Promise<Answer> =>
  testApp({ vars: { AUTH_JWKS: jwksOf(key), ...vars } }).ask('GET', '/v1/presets', {
    ...(token && { token }),
  });

const now = Math.floor(Date.now() / 1000);
const encoded = (part: unknown): string => btoa(JSON.stringify(part)).replaceAll('=', '');
const claims = { sub: 'ada', iss: ISSUER, aud: AUDIENCE, exp: now + 600 };

/** An issuer whose keys can change and whose server can fail; counts what it is asked. */
function issuer(first: Signer): { keys: Signer[]; isDown: boolean; asked: string[]; fetch: typeof fetch } {
  const state = {
    keys: [first],
    isDown: false,
    asked: [] as string[],
    fetch: (url: RequestInfo | URL): Promise<Response> => {
      state.asked.push(String(url));
      return Promise.resolve(
        state.isDown ? new Response('', { status: 500 }) : new Response(jwksOf(...state.keys)),
      );
    },
  };
  return state as typeof state & { fetch: typeof fetch };
}

describe('tokens', () => {
  test.for(['ES256', 'RS256', 'EdDSA'] as const)('%s is accepted', async (alg) => {
    const other = await signer(`of-${alg}`, alg);
    expect((await askWith(await other.token(), { AUTH_JWKS: jwksOf(key, other) })).status).toBe(200);
  });

  test('an audience may be one of several', async () => {
    expect((await askWith(await key.token({ aud: ['other', 'trimtab-test'] }))).status).toBe(200);
  });

  test('none at all', async () => {
    const answer = await askWith();
    expect(codeOf(answer)).toEqual(problem(401, 'not-signed-in'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trimtab"');
  });

  test.for<[string, Record<string, unknown>, RegExp]>([
    ['expired', { exp: now - 10 }, /expired/],
    ['that never expires', { exp: undefined }, /expiry/],
    ['not valid yet', { nbf: now + 600 }, /not valid yet/],
    ['of another issuer', { iss: 'https://elsewhere.example' }, /issuer/],
    ['of no issuer', { iss: undefined }, /issuer/],
    ['for another audience', { aud: 'shop' }, /audience/],
    ['for no audience', { aud: undefined }, /audience/],
    ['of nobody', { sub: undefined }, /subject/],
    ['of an empty name', { sub: '' }, /subject/],
  ])('one %s', async ([, change, detail]) => {
    const answer = await askWith(await key.token(change));
    expect(codeOf(answer)).toEqual(problem(401, 'invalid-token'));
    expect(answer.body['detail']).toMatch(detail);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('one signed by another key of the same name', async () => {
    const impostor = await signer('main');
    expect(codeOf(await askWith(await impostor.token()))).toEqual(problem(401, 'invalid-token'));
  });

  test('one whose key nobody knows', async () => {
    const stranger = await signer('stranger');
    expect(codeOf(await askWith(await stranger.token()))).toEqual(problem(401, 'invalid-token'));
  });

  test('one whose claims were changed after signing', async () => {
    const [header, , signature] = (await key.token()).split('.');
    const forged = [header, encoded({ ...claims, sub: 'root' }), signature].join('.');
    expect(codeOf(await askWith(forged))).toEqual(problem(401, 'invalid-token'));
  });

  test('unsigned ones, alg none', async () => {
    for (const header of [
      { alg: 'none', kid: 'main' },
      { alg: 'None', kid: 'main' },
    ]) {
      const answer = await askWith(`${encoded(header)}.${encoded(claims)}.`);
      expect(codeOf(answer)).toEqual(problem(401, 'invalid-token'));
    }
  });

  test('one signed by HMAC with the public key as the secret', async () => {
    const unsigned = `${encoded({ alg: 'HS256', kid: 'main' })}.${encoded(claims)}`;
    const secret = new TextEncoder().encode(jwksOf(key));
    const shape = { name: 'HMAC', hash: 'SHA-256' };
    const hmac = await crypto.subtle.importKey('raw', secret, shape, false, ['sign']);
    const mac = await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(unsigned));
    const signature = btoa(String.fromCharCode(...new Uint8Array(mac)));
    const token = `${unsigned}.${signature.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
    expect(codeOf(await askWith(token))).toEqual(problem(401, 'invalid-token'));
  });

  test('one whose algorithm is not that of its key', async () => {
    const rsa = await signer('main', 'RS256');
    expect(codeOf(await askWith(await rsa.token()))).toEqual(problem(401, 'invalid-token'));
  });

  test('what is no token', async () => {
    for (const token of ['abc', 'a.b', 'a.b.c', '..']) {
      expect(codeOf(await askWith(token))).toEqual(problem(401, 'invalid-token'));
    }
  });

  test('a symmetric key in the set can verify nothing', async () => {
    const secretKeys = JSON.stringify({ keys: [{ kty: 'oct', kid: 'main', k: 'c2VjcmV0', alg: 'HS256' }] });
    expect(codeOf(await askWith(await key.token(), { AUTH_JWKS: secretKeys }))).toEqual(
      problem(401, 'invalid-token'),
    );
  });

  test('where sign-in is not set up, or its keys are broken, it says so', async () => {
    const token = await key.token();
    for (const vars of [
      { AUTH_ISSUER: '' },
      { AUTH_AUDIENCE: '' },
      { AUTH_JWKS: '{"keys":' },
      { AUTH_JWKS: '' },
    ]) {
      expect(codeOf(await askWith(token, vars))).toEqual(problem(503, 'sign-in-unavailable'));
    }
  });
});

describe('keys that are fetched', () => {
  test('once for many requests, again when a new key appears, and kept while the issuer is down', async () => {
    const server = issuer(key);
    const { ask, clock } = testApp({ vars: { AUTH_JWKS: '', AUTH_JWKS_URL: JWKS_URL }, fetch: server.fetch });
    const statusOf = async (by: Signer): Promise<number> =>
      (await ask('GET', '/v1/presets', { token: await by.token() })).status;
    expect([await statusOf(key), await statusOf(key)]).toEqual([200, 200]);
    expect(server.asked).toEqual([JWKS_URL]);

    const next = await signer('next');
    server.keys = [key, next];
    expect(await statusOf(next)).toBe(401);
    clock.now += 60_000;
    expect(await statusOf(next)).toBe(200);
    expect(server.asked).toHaveLength(2);

    server.isDown = true;
    clock.now += 11 * 60_000;
    expect(await statusOf(next)).toBe(200);
    expect(server.asked).toHaveLength(3);
  });

  test('none yet and the issuer is down: try later', async () => {
    const server = issuer(key);
    server.isDown = true;
    const { ask } = testApp({ vars: { AUTH_JWKS: '', AUTH_JWKS_URL: JWKS_URL }, fetch: server.fetch });
    const answer = await ask('GET', '/v1/presets', { token: await key.token() });
    expect(codeOf(answer)).toEqual(problem(503, 'sign-in-unavailable'));
    expect(answer.headers.get('retry-after')).toBe('30');
  });
});
