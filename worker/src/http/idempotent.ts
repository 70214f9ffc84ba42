// Middleware of writes: a request that is sent again with the same Idempotency-Key gets the first one's answer.
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { hashOf } from '../auth/secret-token.ts';
import { claimAnswer, dropClaim, keepAnswer, releaseClaim, SEALED_PREFIX } from '../db/idempotent-answers.ts';
import type { IdempotentAnswerRow } from '../db/schema.ts';
import { Problem } from '../problem.ts';
import { sealed, unsealed } from './sealed-answer.ts';

/** The client's own name for one request (draft-ietf-httpapi-idempotency-key-header). */
export const idempotencyHeaders = z.object({ 'idempotency-key': z.string().min(8).max(128).optional() });

const KEPT_HEADERS = ['content-type', 'etag', 'location'];

type Answer = Pick<IdempotentAnswerRow, 'headers' | 'body'>;

/** How an answer is kept: plainly, or so that only the key opens it. */
interface Keeping {
  nameOf: (key: string) => Promise<string>;
  close: (answer: Answer, key: string) => Promise<Answer>;
  open: (kept: Answer, key: string) => Promise<Answer>;
}

const plainly: Keeping = {
  nameOf: async (key) => key,
  close: async (answer) => answer,
  open: async (kept) => kept,
};

const secretly: Keeping = {
  nameOf: async (key) => `${SEALED_PREFIX}${await hashOf(key)}`,
  close: async (answer, key) => ({ headers: {}, body: await sealed(JSON.stringify(answer), key) }),
  open: async ({ body }, key) => answerSchema.parse(JSON.parse(await unsealed(body ?? '', key))),
};

const answerSchema = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });

/**
 * Stands after `signedIn`, before what may refuse. Success is kept. A refusal leaves the key free; after a failure of
 * ours nobody knows what was done, and the next sending is told so (`c.var.writing`).
 *
 * @throws Problem `idempotency-key-reused` or `request-in-progress`
 */
export const idempotent = keepingAnswers(plainly);

/** Keeps answers that hold a secret, of which the database may know the hash alone. */
export const idempotentSecretly = keepingAnswers(secretly);

function keepingAnswers(keeping: Keeping) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const key = idempotencyHeaders.safeParse(c.req.header()).data?.['idempotency-key'];
    c.set('writing', { id: crypto.randomUUID(), mayBeDone: false });
    // The route's own validation refuses what is no key.
    if (key === undefined) return next();
    const { database, user: owner } = c.var;
    const whose = { owner, key: await keeping.nameOf(key) };
    const request = await fingerprintOf(c);
    const now = c.var.services.now();
    const claim = await claimAnswer(database, { ...whose, request, now, seed: c.var.writing.id });
    if ('answered' in claim) return replay(claim.answered, request, (kept) => keeping.open(kept, key));
    c.set('writing', { id: claim.seed, mayBeDone: claim.isRepeated });
    await next();
    if (c.res.status >= 500) return releaseClaim(database, whose);
    if (!c.res.ok || c.get('isForgotten') === true) return dropClaim(database, whose);
    const answer = { headers: keptHeaders(c.res), body: await c.res.clone().text() };
    await keepAnswer(database, whose, { status: c.res.status, ...(await keeping.close(answer, key)) });
  });
}

/** What makes two sendings the same request. */
async function fingerprintOf({ req }: Context<AppEnv>): Promise<string> {
  const ifMatch = req.header('if-match');
  const condition = ifMatch === undefined ? '' : `\nif-match: ${ifMatch}`;
  return hashOf(`${req.method} ${req.path}${condition}\n${await req.text()}`);
}

function keptHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

async function replay(
  { request: firstRequest, status, ...kept }: IdempotentAnswerRow,
  request: string,
  open: (kept: Answer) => Promise<Answer>,
): Promise<Response> {
  if (firstRequest !== request) {
    throw new Problem('idempotency-key-reused', 'Make a new key for every request that is not a repetition.');
  }
  if (status === null) {
    throw new Problem('request-in-progress', 'Its first sending is being answered; ask again in a moment.', {
      headers: { 'retry-after': '1' },
    });
  }
  const { headers, body } = await open(kept);
  const all = { ...headers, 'idempotency-replayed': 'true' };
  return new Response(status === 204 ? null : body, { status, headers: all });
}
