// Whose an event is, without saying who: the name under which events are stored and trained on.
import { Problem } from '../problem.ts';

/** A secret that is shorter could be tried through, and then every pseudonym of a known person computed. */
const SHORTEST_SECRET = 32;

/**
 * HMAC-SHA-256(secret, subject) in hexadecimal: the same person always has the same pseudonym, and nobody gets from one
 * to the other without the secret.
 *
 * @throws Problem `events-unavailable` where EVENTS_SECRET is not set
 */
export async function pseudonymOf(subject: string, secret: string | undefined): Promise<string> {
  const pseudonym = await pseudonymIfAny(subject, secret);
  if (pseudonym !== null) return pseudonym;
  throw new Problem(
    'events-unavailable',
    `Set the secret EVENTS_SECRET, of at least ${SHORTEST_SECRET} characters.`,
  );
}

/** The pseudonym that `pseudonymOf` gives, or null where the service takes no events, and so holds none. */
export async function pseudonymIfAny(subject: string, secret: string | undefined): Promise<string | null> {
  if (secret === undefined || secret.length < SHORTEST_SECRET) return null;
  const encoder = new TextEncoder();
  const shape = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), shape, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(subject))).toHex();
}
