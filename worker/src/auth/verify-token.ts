// From an Authorization header to the user it proves. Tokens are checked here, and never stored or logged.
import { APP_PERSON_PREFIX } from '@trimtab/shared/api-keys.ts';
import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { Problem } from '../problem.ts';
import { authSettingsOf, type AuthSettings, type AuthVariables, type Issuer } from './auth-settings.ts';
import { KeysUnavailable, TooSoonToTell } from './issuer-keys.ts';

/** Algorithms that tokens may use. All are asymmetric: this Worker never holds a secret that could sign. */
const ALGORITHMS = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA', 'Ed25519'];

/** How far the clocks of issuers and of this Worker may be apart. */
const LEEWAY_SECONDS = 60;

/** A token that says of itself that it is something else, such as a logout token, signs nobody in (RFC 8725, 3.11). */
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt', 'application/jwt']);

/** People of a second issuer, so that two who share a subject at different issuers never meet. */
const ISSUER_PERSON_PREFIX = 'trimtab-issuer:';

const claimsSchema = z.looseObject({ sub: z.string().min(1).max(255), exp: z.number(), iss: z.string() });

export class TokenVerifier {
  readonly #fetch: typeof globalThis.fetch;
  #settings: { key: string; settings: AuthSettings } | null = null;

  constructor({ fetch }: { fetch: typeof globalThis.fetch }) {
    this.#fetch = fetch;
  }

  /**
   * @param authorization value of the Authorization header
   * @returns the token's subject, after the name of its issuer where that is not the first
   * @throws Problem `not-signed-in`, `invalid-token` or `sign-in-unavailable`
   */
  async userOf(authorization: string | undefined, variables: AuthVariables): Promise<string> {
    const token = bearerToken(authorization);
    try {
      // What is no token at all is told so, even where no keys are set up.
      const { iss } = decodedClaims(token);
      const { issuers, audiences } = this.#settingsOf(variables);
      const issuer = issuerOf(iss, issuers);
      const claims = await verified(token, issuer, audiences);
      return personOf(claims, issuer === issuers[0]);
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** Fetched keys live as long as the variables that name them. */
  #settingsOf({ AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS, AUTH_JWKS_URL }: AuthVariables): AuthSettings {
    const variables = { AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS, AUTH_JWKS_URL };
    const key = JSON.stringify(variables);
    if (this.#settings?.key !== key) {
      this.#settings = { key, settings: authSettingsOf(variables, this.#fetch) };
    }
    return this.#settings.settings;
  }
}

function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (token !== undefined) return token;
  throw new Problem('not-signed-in', 'Send a token in the header authorization: Bearer <token>.', {
    headers: { 'www-authenticate': 'Bearer realm="trimtab"' },
  });
}

/** Whose keys the token is to be checked with. It is checked afterwards that the signed claims name that issuer. */
function issuerOf(iss: string | undefined, issuers: readonly Issuer[]): Issuer {
  const issuer = issuers.find(({ name }) => name === iss);
  if (issuer === undefined) throw invalidToken(REASONS.iss);
  return issuer;
}

function decodedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw invalidToken('It is not a JSON Web Token.');
  }
}

/** `iat` is not looked at: clocks differ, and `nbf` is what says from when on a token counts. */
async function verified(token: string, { name, keyOf }: Issuer, audience: string[]): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(token, signingKey(keyOf), {
    algorithms: ALGORITHMS,
    issuer: name,
    audience,
    clockTolerance: LEEWAY_SECONDS,
  });
  const { typ } = protectedHeader;
  if (typ !== undefined && !TYPES.has(typ.toLowerCase())) {
    throw invalidToken(`Its type is ${typ}: expected an access token, at+jwt or JWT.`);
  }
  return payload;
}

/** A token that names no key is checked with the one that fits its algorithm. */
const signingKey =
  (keyOf: JWTVerifyGetKey): JWTVerifyGetKey =>
  async (header, token) => {
    try {
      return await keyOf(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      throw invalidToken('Its header names no key (kid), and several could have signed it.');
    }
  };

function personOf(claims: JWTPayload, isOfFirst: boolean): string {
  const { data } = claimsSchema.safeParse(claims);
  if (data === undefined) throw invalidToken('It must have a subject (sub) and an expiry (exp).');
  for (const [prefix, people] of [
    [APP_PERSON_PREFIX, 'apps'],
    [ISSUER_PERSON_PREFIX, 'other issuers'],
  ] as const) {
    if (!data.sub.startsWith(prefix)) continue;
    throw invalidToken(`Its subject begins with ${prefix}, which is kept for the people of ${people}.`);
  }
  return isOfFirst ? data.sub : `${ISSUER_PERSON_PREFIX}${data.iss} ${data.sub}`;
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TooSoonToTell) {
    const seconds = Math.ceil(error.waitMs / 1000);
    const detail = `The keys of the issuer lack the one of this token; they are read again in ${seconds} s.`;
    return new Problem('sign-in-unavailable', detail, { headers: { 'retry-after': String(seconds) } });
  }
  if (error instanceof KeysUnavailable) {
    const detail = `Tokens cannot be checked at the moment: ${error.message}. Try again later.`;
    return new Problem('sign-in-unavailable', detail, {
      cause: error.cause ?? error,
      headers: { 'retry-after': '30' },
    });
  }
  return invalidToken(reasonOf(error));
}

const REASONS = {
  exp: 'It has expired: sign in again.',
  nbf: 'It is not valid yet.',
  iss: 'It comes from another issuer.',
  aud: 'It was made for another audience, or names none.',
};

const isReason = (claim: string): claim is keyof typeof REASONS => Object.hasOwn(REASONS, claim);

/** Keys that do not fit the algorithm make the crypto API throw errors of its own: those say nothing to a caller. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JOSEAlgNotAllowed)
    return `Its algorithm must be one of ${ALGORITHMS.join(', ')}.`;
  if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
    if (isReason(error.claim)) return REASONS[error.claim];
  }
  return 'Its signature or form does not verify.';
}

function invalidToken(detail: string): Problem {
  return new Problem('invalid-token', detail, {
    headers: { 'www-authenticate': 'Bearer realm="trimtab", error="invalid_token"' },
  });
}
