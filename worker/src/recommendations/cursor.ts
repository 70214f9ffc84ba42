// Where a list goes on. A cursor holds for the model version and the request that it was given for.
import { z } from 'zod';
import { Problem } from '../problem.ts';
import type { Ask } from './ask.ts';

/** The depth to which a list can be paged: whole rankings would give the model away. */
export const DEEPEST = 1000;

const cursorSchema = z.tuple([z.string(), z.int().positive().max(DEEPEST), z.string()]);

/** What pages of one list have in common. */
export interface ListIdentity {
  modelVersion: string;
  /** Hash of all in a request that decides the order of the list. */
  digest: string;
}

export async function identityOf(modelVersion: string, ask: Ask): Promise<ListIdentity> {
  const { history, steering, wishes, never, exclude, filter, includeSeen, profiling, diversity } = ask;
  const { method, strengths } = steering;
  const steered = [method, Object.entries(strengths).sort(), Object.entries(wishes).sort()];
  const parts = [history, steered, never, exclude, filter, includeSeen, profiling, diversity];
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { modelVersion, digest: hash.slice(0, 12).toBase64({ alphabet: 'base64url' }) };
}

export function cursorAt(offset: number, { modelVersion, digest }: ListIdentity): string {
  const bytes = new TextEncoder().encode(JSON.stringify([modelVersion, offset, digest]));
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}

/**
 * How many items of the list were given before.
 *
 * @throws Problem when the cursor is none of this list's
 */
export function offsetOf(cursor: string | undefined, { modelVersion, digest }: ListIdentity): number {
  if (cursor === undefined) return 0;
  const [version, offset, of] = parse(cursor);
  if (version !== modelVersion) {
    throw new Problem(
      'cursor-outdated',
      `The cursor is of model ${version}, and ${modelVersion} serves now: ask again without a cursor.`,
    );
  }
  if (of !== digest) throw refused('a cursor of this very request', 'The cursor is of another request');
  return offset;
}

function parse(cursor: string): z.output<typeof cursorSchema> {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: 'base64url' });
    return cursorSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw refused('nextCursor of an answer', 'This is no cursor', error);
  }
}

function refused(expected: string, message: string, cause?: unknown): Problem {
  return new Problem(
    'invalid-cursor',
    `${message}: send nextCursor as it came, with the request it was for.`,
    {
      errors: [{ path: 'body.cursor', expected, message }],
      cause,
    },
  );
}
