// How people sign in on the page: what it is told of the issuer, and where it may connect to for that.
import { z } from 'zod';

export type SignInVariables = Pick<
  Env,
  'AUTH_ISSUER' | 'SIGN_IN_CLIENT_ID' | 'SIGN_IN_SCOPE' | 'SIGN_IN_PARAMETERS' | 'SIGN_IN_ORIGINS'
>;

export const pageSettingsSchema = z.object({
  /** Null where nobody can sign in on the page. */
  signIn: z
    .object({
      issuer: z.string(),
      clientId: z.string(),
      scope: z.string(),
      /** Sent with the request for authorization: `resource` or `audience`, as issuers want it. */
      parameters: z.record(z.string(), z.string()),
    })
    .nullable(),
});

export type PageSettings = z.infer<typeof pageSettingsSchema>;

/** People sign in at the first issuer that is an address. */
export function pageSettings(variables: SignInVariables): PageSettings {
  const [issuer] = addressesIn(variables.AUTH_ISSUER);
  const { SIGN_IN_CLIENT_ID: clientId, SIGN_IN_SCOPE: scope } = variables;
  if (issuer === undefined || clientId === '') return { signIn: null };
  const parameters = Object.fromEntries(new URLSearchParams(variables.SIGN_IN_PARAMETERS));
  return { signIn: { issuer, clientId, scope, parameters } };
}

/** Some issuers give their tokens at another host than the one they are named by: SIGN_IN_ORIGINS lists it. */
export function originsOfSignIn(variables: SignInVariables): string[] {
  const { signIn } = pageSettings(variables);
  if (signIn === null) return [];
  const origins = [signIn.issuer, ...addressesIn(variables.SIGN_IN_ORIGINS)].map(
    (entry) => new URL(entry).origin,
  );
  return [...new Set(origins)];
}

const addressesIn = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => /^https?:$/.test(URL.canParse(entry) ? new URL(entry).protocol : ''));
