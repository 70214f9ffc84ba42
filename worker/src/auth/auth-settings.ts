// Whose tokens count, as the variables of the Worker say it: issuers with their keys, and audiences.
import type { JWTVerifyGetKey } from 'jose';
import { FetchedKeys, keysOfText, KeysUnavailable } from './issuer-keys.ts';

export type AuthVariables = Pick<Env, 'AUTH_JWKS' | 'AUTH_JWKS_URL' | 'AUTH_ISSUER' | 'AUTH_AUDIENCE'>;

export interface Issuer {
  name: string;
  keyOf: JWTVerifyGetKey;
}

export interface AuthSettings {
  /** The first is the one whose people are known by their bare subjects. */
  issuers: [Issuer, ...Issuer[]];
  audiences: string[];
}

/**
 * AUTH_ISSUER and AUTH_AUDIENCE are lists by commas. AUTH_JWKS holds the keys of all issuers; AUTH_JWKS_URL is one
 * address for all, or one for each in the order of the issuers.
 *
 * @throws KeysUnavailable naming what is missing or does not fit together
 */
export function authSettingsOf(variables: AuthVariables, fetch: typeof globalThis.fetch): AuthSettings {
  const names = listOf(variables.AUTH_ISSUER);
  const audiences = listOf(variables.AUTH_AUDIENCE);
  const keys = keysOf(variables, names.length, fetch);
  const [first, ...others] = names.map((name, i) => ({ name, keyOf: keys[i] ?? keys[0] }));
  if (first === undefined || audiences.length === 0) {
    throw new KeysUnavailable('set AUTH_ISSUER, AUTH_AUDIENCE and AUTH_JWKS or AUTH_JWKS_URL');
  }
  return { issuers: [first, ...others], audiences };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** @returns one for all issuers, or one for each */
function keysOf(
  { AUTH_JWKS, AUTH_JWKS_URL }: AuthVariables,
  issuers: number,
  fetch: typeof globalThis.fetch,
): [JWTVerifyGetKey, ...JWTVerifyGetKey[]] {
  if (AUTH_JWKS) return [keysOfText(AUTH_JWKS)];
  const urls = listOf(AUTH_JWKS_URL);
  const [first, ...others] = urls.map((url) => fetchedFrom(url, fetch));
  if (first === undefined) throw new KeysUnavailable('set AUTH_JWKS or AUTH_JWKS_URL');
  if (urls.length !== 1 && urls.length !== issuers) {
    throw new KeysUnavailable(
      `AUTH_JWKS_URL lists ${urls.length} addresses for ${issuers} issuers: expected one for all, or one for each`,
    );
  }
  return [first, ...others];
}

function fetchedFrom(url: string, fetch: typeof globalThis.fetch): JWTVerifyGetKey {
  if (URL.canParse(url)) return new FetchedKeys(url, fetch).keyOf;
  throw new KeysUnavailable(`AUTH_JWKS_URL: ${url} is no address`);
}
