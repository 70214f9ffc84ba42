// Who may ask, as the OpenAPI document says it.

/** Schemes of the document by the names that routes give them. */
export const SECURITY_SCHEMES = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  appKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
} as const;

type Security = Partial<Record<keyof typeof SECURITY_SCHEMES, string[]>>[];

/** A person's token; or the secret key of an app, with the header x-person. */
export const MUST_SIGN_IN: Security = [{ token: [] }, { appKey: [] }];
export const MAY_SIGN_IN: Security = [{}, { token: [] }, { appKey: [] }];
