// Who may ask, as the OpenAPI document says it.

/** Schemes of the document by the names that routes give them. */
export const SECURITY_SCHEMES = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Of a person, by the issuer of this service.',
  },
  appKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'Key of an app.' },
  person: {
    type: 'apiKey',
    in: 'header',
    name: 'x-person',
    description: 'With a secret key: your own id of the person that the app speaks for.',
  },
} as const;

type Security = Partial<Record<keyof typeof SECURITY_SCHEMES, string[]>>[];

/** A person's token, perhaps beside a key; or the secret key of an app with its person. */
export const MUST_SIGN_IN: Security = [{ token: [] }, { token: [], appKey: [] }, { appKey: [], person: [] }];

/** Every route under /v1 reads the key of an app, where one is sent. */
export const MAY_SEND_KEY: Security = [{}, { appKey: [] }];

export const MAY_SIGN_IN: Security = [...MAY_SEND_KEY, ...MUST_SIGN_IN];
