// Signing in at an OpenID Connect issuer: the authorization code flow with PKCE (RFC 7636), without a secret.
import * as oauth from 'oauth4webapi';
import type { PageSettings } from './page-settings.ts';

type Settings = NonNullable<PageSettings['signIn']>;
type Place = Pick<Window, 'location' | 'sessionStorage'>;

const KEY = 'trimtab.signing-in';

/** What must be known again when the issuer sends the person back. */
interface Pending {
  verifier: string;
  state: string;
  nonce: string;
  /** Where the person was. */
  back: string;
}

const redirectOf = ({ location }: Place): string => `${location.origin}/sign-in`;

/** Leaves the page for the issuer's. */
export async function startSignIn(settings: Settings, place: Place): Promise<void> {
  const server = await discover(settings);
  if (server.authorization_endpoint === undefined)
    throw new Error('The issuer has no address to sign in at.');
  const { pathname, search, hash } = place.location;
  const pending: Pending = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    back: pathname === '/sign-in' ? '/' : pathname + search + hash,
  };
  place.sessionStorage.setItem(KEY, JSON.stringify(pending));
  const address = new URL(server.authorization_endpoint);
  const asked = {
    ...settings.parameters,
    client_id: settings.clientId,
    redirect_uri: redirectOf(place),
    response_type: 'code',
    scope: settings.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    state: pending.state,
    nonce: pending.nonce,
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  place.location.assign(address);
}

interface SignedIn {
  token: string;
  back: string;
}

/**
 * Takes the code that the issuer sent the person back with, and gets the token for it.
 *
 * @throws Error when the answer belongs to no sign-in of this tab, or the issuer refuses
 */
export async function finishSignIn(settings: Settings, place: Place): Promise<SignedIn> {
  const pending = JSON.parse(place.sessionStorage.getItem(KEY) ?? 'null') as Pending | null;
  if (pending === null) throw new Error('No sign-in was begun in this tab.');
  place.sessionStorage.removeItem(KEY);
  const server = await discover(settings);
  const client: oauth.Client = { client_id: settings.clientId };
  const code = oauth.validateAuthResponse(server, client, new URL(place.location.href), pending.state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    code,
    redirectOf(place),
    pending.verifier,
    insecure(settings),
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    ...(settings.scope.split(' ').includes('openid') && { expectedNonce: pending.nonce }),
  });
  return { token: usable(tokens), back: pending.back };
}

/** The service checks signatures, so it needs a token that has one: an access token may be opaque. */
function usable({ access_token: access, id_token: identity }: oauth.TokenEndpointResponse): string {
  if (access.split('.').length === 3) return access;
  if (identity !== undefined) return identity;
  throw new Error('The issuer gave no token that this service can check: it must be a JSON Web Token.');
}

async function discover(settings: Settings): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(settings.issuer);
  const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...insecure(settings) });
  return oauth.processDiscoveryResponse(issuer, answer);
}

/** Without TLS only on one's own machine, as for the demo. */
const insecure = ({ issuer }: Settings): { [oauth.allowInsecureRequests]: boolean } => ({
  [oauth.allowInsecureRequests]: ['localhost', '127.0.0.1'].includes(new URL(issuer).hostname),
});
