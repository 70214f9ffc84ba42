// What browsers may do on the page: run and fetch its own files, and reach the issuer where people sign in.

interface SignInVariables {
  AUTH_ISSUER: string;
}

export function pageHeaders({ AUTH_ISSUER }: SignInVariables): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self'",
    'connect-src': ["'self'", ...originsOf(AUTH_ISSUER)].join(' '),
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return {
    'content-security-policy': Object.entries(policy)
      .map((directive) => directive.join(' '))
      .join('; '),
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** Of the issuers that are addresses: names alone cannot be reached. */
const originsOf = (issuers: string): string[] =>
  issuers
    .split(',')
    .map((entry) => entry.trim())
    .flatMap((entry) => (URL.canParse(entry) ? new URL(entry).origin : []))
    .filter((origin) => origin !== 'null');
