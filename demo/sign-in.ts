// The demo signs its own person in: a key pair made at each start, whose public half the Worker is told.
import { generateKeyPairSync } from 'node:crypto';
import { sign } from 'hono/jwt';

export interface SignIn {
  /** What the Worker needs to verify the token, by the names of its variables. */
  variables: { AUTH_JWKS: string; AUTH_ISSUER: string; AUTH_AUDIENCE: string };
  /** A bearer token of the demo's person, good for a day. */
  token: string;
  /** The same for anybody else. */
  tokenOf(person: string): Promise<string>;
}

/** @param now seconds since 1970 */
export async function demoSignIn(now: number = Math.floor(Date.now() / 1000)): Promise<SignIn> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const named = { kid: 'demo', alg: 'ES256', use: 'sig' };
  const variables = {
    AUTH_JWKS: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), ...named }] }),
    AUTH_ISSUER: 'trimtab-demo',
    AUTH_AUDIENCE: 'trimtab',
  };
  const claims = { iss: variables.AUTH_ISSUER, aud: variables.AUTH_AUDIENCE, iat: now, exp: now + 24 * 3600 };
  const key = { ...privateKey.export({ format: 'jwk' }), ...named };
  const tokenOf = (person: string): Promise<string> => sign({ ...claims, sub: person }, key, 'ES256');
  return { variables, token: await tokenOf('demo-person'), tokenOf };
}
