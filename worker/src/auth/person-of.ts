// Whom a request speaks for: the subject of its token, or the person whom an app with a secret key names.
import { appPerson } from '@trimtab/shared/api-keys.ts';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { Problem } from '../problem.ts';

/** Visible ASCII, as headers carry it. */
const PERSON = /^[\x21-\x7e]{1,150}$/;

/**
 * Only a secret key may name a person: a publishable one can be read from a page, and would let anybody be anybody.
 *
 * @throws Problem `not-signed-in`, `invalid-token`, `sign-in-unavailable` or `invalid-request`
 */
export async function personOf(c: Context<AppEnv>): Promise<string> {
  const person = c.req.header('x-person');
  const { app } = c.var;
  if (person === undefined || app?.kind !== 'secret') {
    return c.var.services.tokens.userOf(c.req.header('authorization'), c.env);
  }
  if (PERSON.test(person)) return appPerson(app.name, person);
  const expected = '1 to 150 visible ASCII characters';
  throw new Problem('invalid-request', `The header x-person must be ${expected}.`, {
    errors: [{ path: 'header.x-person', expected, message: 'not a person’s id' }],
  });
}
