// Which routes take a token, as the OpenAPI document says it.

/** Name of the bearer-token scheme in the document. */
export const TOKEN_SCHEME = 'token';

type Security = Record<string, string[]>[];

export const MUST_SIGN_IN: Security = [{ [TOKEN_SCHEME]: [] }];
export const MAY_SIGN_IN: Security = [{}, { [TOKEN_SCHEME]: [] }];
