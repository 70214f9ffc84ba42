// The demo signs its own person in: a key pair made at each start, whose public half the Worker is told.
import type { JsonWebKey } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { sign } from 'hono/jwt';

export interface SignIn {
  /** What the Worker needs to verify the token, by the names of its variables. */
  variables: { AUTH_JWKS: string; AUTH_ISSUER: string; AUTH_AUDIENCE: string };
  /** A bearer token of the demo's person, good for a day. */
  token: string;
  /** The same for anybody else, good for so many seconds. */
  tokenOf(person: string, seconds?: number): Promise<string>;
  /** The private half, for an issuer that signs with it too. */
  key: JsonWebKey;
}

const DAY_SECONDS = 24 * 3600;

interface SignInOptions {
  /** Name of the issuer: its address, where there is one to sign in at. */
  issuer?: string;
  /** Seconds since 1970. */
  now?: number;
}

export async function demoSignIn({
  issuer = 'trimtab-demo',
  now = Math.floor(Date.now() / 1000),
}: SignInOptions = {}): Promise<SignIn> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const named = { kid: 'demo', alg: 'ES256', use: 'sig' };
  const variables = {
    AUTH_JWKS: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), ...named }] }),
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: 'trimtab',
  };
  const claims = { iss: issuer, aud: variables.AUTH_AUDIENCE, iat: now };
  const key = { ...privateKey.export({ format: 'jwk' }), ...named };
  const tokenOf = (person: string, seconds = DAY_SECONDS): Promise<string> =>
    sign({ ...claims, exp: now + seconds, sub: person }, key, 'ES256');
  return { variables, token: await tokenOf('demo-person'), tokenOf, key };
}
