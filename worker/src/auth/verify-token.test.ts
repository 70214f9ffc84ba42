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

let key: Signer;

beforeAll(async () => {
  await migrate();
  key = await signer('main');
});

const askWith = async (token?: string, vars: Partial<Env> = {}): Promise<Answer> =>
  testApp({ vars: { AUTH_JWKS: jwksOf(key), RATE_LIMITS: 'off', ...vars } }).ask('GET', '/v1/presets', {
    ...(token && { token }),
  });

const now = Math.floor(Date.now() / 1000);
const encoded = (part: unknown): string => btoa(JSON.stringify(part)).replaceAll('=', '');
const claims = { sub: 'ada', iss: ISSUER, aud: AUDIENCE, exp: now + 600 };

describe('tokens', () => {
  test.for(['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'] as const)('%s is accepted', async (alg) => {
    const other = await signer(`of-${alg}`, alg);
    expect((await askWith(await other.token(), { AUTH_JWKS: jwksOf(key, other) })).status).toBe(200);
  });

  test('an audience may be one of several, in the token and in the settings', async () => {
    expect((await askWith(await key.token({ aud: ['other', 'trimtab-test'] }))).status).toBe(200);
    const AUTH_AUDIENCE = 'trimtab-app, trimtab-page';
    const statuses = ['trimtab-app', 'trimtab-page', 'trimtab-test'].map(
      async (aud) => (await askWith(await key.token({ aud }), { AUTH_AUDIENCE })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 401]);
  });

  test.for([undefined, 'JWT', 'at+jwt', 'application/at+jwt', 'AT+JWT'])('of type %s', async (typ) => {
    expect((await askWith(await key.token({}, { typ }))).status).toBe(200);
  });

  test.for(['logout+jwt', 'dpop+jwt', 'secevent+jwt'])(
    'one of type %s is for something else',
    async (typ) => {
      expect(codeOf(await askWith(await key.token({}, { typ })))).toEqual(problem(401, 'invalid-token'));
    },
  );

  test('clocks may be a minute apart, and a young iat refuses nobody', async () => {
    for (const change of [{ exp: now - 50 }, { nbf: now + 50 }, { iat: now + 50 }, { iat: now + 90 }]) {
      expect((await askWith(await key.token(change))).status).toBe(200);
    }
  });

  test('one that names no key is checked with the only one that fits', async () => {
    const [rsa, other] = [await signer('rsa', 'RS256'), await signer('other')];
    const unnamed = await key.token({}, { kid: undefined });
    expect((await askWith(unnamed, { AUTH_JWKS: jwksOf(rsa, key) })).status).toBe(200);
    const doubt = await askWith(unnamed, { AUTH_JWKS: jwksOf(other, key) });
    expect(codeOf(doubt)).toEqual(problem(401, 'invalid-token'));
    expect(doubt.body['detail']).toContain('kid');
  });

  test('none at all', async () => {
    const answer = await askWith();
    expect(codeOf(answer)).toEqual(problem(401, 'not-signed-in'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trimtab"');
  });

  test.for<[string, Record<string, unknown>, RegExp]>([
    ['expired', { exp: now - 70 }, /expired/],
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
