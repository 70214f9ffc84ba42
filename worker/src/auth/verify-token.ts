// From an Authorization header to the user it proves. Tokens are checked here, and never stored or logged.
import { APP_PERSON_PREFIX } from '@trimtab/shared/api-keys.ts';
import { decodeHeader, verifyWithJwks } from 'hono/utils/jwt/jwt';
import { z } from 'zod';
import { Problem } from '../problem.ts';
import {
  ALLOWED_ALGORITHMS,
  FetchedKeys,
  usableKeys,
  type KeySourceOptions,
  type PublicKey,
} from './key-source.ts';

/** Names of the variables that say whose tokens count. */
type AuthSettings = Pick<Env, 'AUTH_JWKS' | 'AUTH_JWKS_URL' | 'AUTH_ISSUER' | 'AUTH_AUDIENCE'>;

/** Hono checks `exp` only when it is there: a token that never ends is refused here. */
const claimsSchema = z.looseObject({ sub: z.string().min(1).max(255), exp: z.number() });

export class TokenVerifier {
  readonly #options: KeySourceOptions;
  #fetched: { url: string; keys: FetchedKeys } | null = null;

  constructor(options: KeySourceOptions) {
    this.#options = options;
  }

  /**
   * @param authorization value of the Authorization header
   * @returns the token's subject
   * @throws Problem `not-signed-in`, `invalid-token` or `sign-in-unavailable`
   */
  async userOf(authorization: string | undefined, settings: AuthSettings): Promise<string> {
    const token = bearerToken(authorization);
    if (!settings.AUTH_ISSUER || !settings.AUTH_AUDIENCE) {
      throw new Problem(
        'sign-in-unavailable',
        'Set AUTH_ISSUER, AUTH_AUDIENCE and AUTH_JWKS or AUTH_JWKS_URL.',
      );
    }
    const keyId = keyIdOf(token);
    const keys = await this.#keysFor(keyId, settings);
    const claims = await verified(token, keys, settings);
    const { data } = claimsSchema.safeParse(claims);
    if (data === undefined) throw invalidToken('It must have a subject (sub) and an expiry (exp).');
    if (data.sub.startsWith(APP_PERSON_PREFIX)) {
      throw invalidToken(
        `Its subject begins with ${APP_PERSON_PREFIX}, which is kept for the people of apps.`,
      );
    }
    return data.sub;
  }

  async #keysFor(keyId: string, { AUTH_JWKS, AUTH_JWKS_URL }: AuthSettings): Promise<PublicKey[]> {
    try {
      if (AUTH_JWKS) return usableKeys(JSON.parse(AUTH_JWKS));
      return await this.#fetchedFrom(AUTH_JWKS_URL).keysFor(keyId);
    } catch (error) {
      const detail = 'The keys of the issuer cannot be read at the moment; try again later.';
      throw new Problem('sign-in-unavailable', detail, { cause: error, headers: { 'retry-after': '30' } });
    }
  }

  #fetchedFrom(url: string): FetchedKeys {
    if (this.#fetched?.url !== url) this.#fetched = { url, keys: new FetchedKeys(url, this.#options) };
    return this.#fetched.keys;
  }
}

function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (token !== undefined) return token;
  throw new Problem('not-signed-in', 'Send a token in the header authorization: Bearer <token>.', {
    headers: { 'www-authenticate': 'Bearer realm="trimtab"' },
  });
}

function keyIdOf(token: string): string {
  let header: unknown;
  try {
    header = decodeHeader(token);
  } catch {
    throw invalidToken('It is not a JSON Web Token.');
  }
  const { data } = z.looseObject({ kid: z.string().min(1) }).safeParse(header);
  if (data === undefined) throw invalidToken('Its header names no key (kid).');
  return data.kid;
}

async function verified(token: string, keys: PublicKey[], settings: AuthSettings): Promise<unknown> {
  try {
    return await verifyWithJwks(token, {
      keys,
      allowedAlgorithms: ALLOWED_ALGORITHMS,
      verification: { iss: settings.AUTH_ISSUER, aud: settings.AUTH_AUDIENCE },
    });
  } catch (error) {
    throw invalidToken(reasonOf(error));
  }
}

const REASONS: Record<string, string> = {
  JwtTokenExpired: 'It has expired: sign in again.',
  JwtTokenNotBefore: 'It is not valid yet.',
  JwtTokenIssuedAt: 'It was issued in the future.',
  JwtTokenIssuer: 'It comes from another issuer.',
  JwtTokenAudience: 'It was made for another audience.',
  JwtPayloadRequiresAud: 'It names no audience.',
  JwtAlgorithmNotAllowed: `Its algorithm must be one of ${ALLOWED_ALGORITHMS.join(', ')}.`,
  JwtSymmetricAlgorithmNotAllowed: `Its algorithm must be one of ${ALLOWED_ALGORITHMS.join(', ')}.`,
};

/** Keys that do not fit the algorithm make the crypto API throw errors of its own: those say nothing to a caller. */
function reasonOf(error: unknown): string {
  return (error instanceof Error && REASONS[error.name]) || 'Its signature or form does not verify.';
}

function invalidToken(detail: string): Problem {
  return new Problem('invalid-token', detail, {
    headers: { 'www-authenticate': 'Bearer realm="trimtab", error="invalid_token"' },
  });
}
