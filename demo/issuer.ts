// An issuer of tokens on localhost, so that signing in is really done (OpenID Connect with PKCE): any name will do.
import { randomUUID, type JsonWebKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Configuration } from 'oidc-provider';
import { Provider } from 'oidc-provider';
import { MemoryAdapter } from './memory-adapter.ts';

export const CLIENT_ID = 'trimtab-studio';

export interface Issuer {
  /** What the Worker needs so that people can sign in at it on the page. */
  variables: { SIGN_IN_CLIENT_ID: string; SIGN_IN_PARAMETERS: string };
  stop(): Promise<void>;
}

interface IssuerOptions {
  /** Address of the issuer, with its port. */
  issuer: string;
  /** Origins that serve the page. */
  pages: readonly string[];
  /** Signs the tokens; the Worker knows its public half. */
  key: JsonWebKey;
  audience: string;
}

/** Access tokens are for this resource, whose name must be an address or a URN. */
const RESOURCE = 'urn:trimtab:api';

export async function startIssuer({ issuer, pages, key, audience }: IssuerOptions): Promise<Issuer> {
  const provider = new Provider(issuer, configurationOf({ pages, key, audience }));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    if (!path.startsWith('/who/')) return void answer(request, response);
    askWho(provider, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  const { port, hostname } = new URL(issuer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(port), hostname, resolve);
  });
  server.unref(); // it serves whoever started it, and holds nobody up
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const variables = {
    SIGN_IN_CLIENT_ID: CLIENT_ID,
    SIGN_IN_PARAMETERS: new URLSearchParams({ resource: RESOURCE }).toString(),
  };
  return { variables, stop };
}

const HOUR_SECONDS = 3600;

function configurationOf({ pages, key, audience }: Omit<IssuerOptions, 'issuer'>): Configuration {
  return {
    adapter: MemoryAdapter,
    jwks: { keys: [key] },
    cookies: { keys: [randomUUID()] },
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        redirect_uris: pages.map((page) => `${page}/sign-in`),
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    ttl: {
      AccessToken: HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      Session: HOUR_SECONDS,
      Grant: HOUR_SECONDS,
    },
    clientBasedCORS: (_, origin) => pages.includes(origin),
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, { uid }) => `/who/${uid}` },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: HOUR_SECONDS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    // Whoever has said who they are has agreed: there is nothing of theirs here to ask about.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
}

/** The form that asks for a name, and its answer. */
async function askWho(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    await provider.interactionDetails(request, response); // throws where nobody is being signed in
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(FORM);
    return;
  }
  const name = new URLSearchParams(await text(request)).get('name')?.trim() ?? '';
  const result =
    name === ''
      ? { error: 'access_denied', error_description: 'No name was given.' }
      : { login: { accountId: name } };
  await provider.interactionFinished(request, response, result);
}

const FORM = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Sign in to the demo</title>
  <main>
    <h1>Sign in to the demo</h1>
    <p>This issuer runs on your own machine, and believes every name.</p>
    <form method="post">
      <label>Name <input name="name" value="demo-person" required maxlength="100" autofocus></label>
      <button>Sign in</button>
    </form>
  </main>
</html>
`;
