// Middleware of writes: a request that is sent again with the same Idempotency-Key gets the first one's answer.
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { hashOf } from '../auth/secret-token.ts';
import { claimAnswer, dropClaim, keepAnswer } from '../db/idempotent-answers.ts';
import type { IdempotentAnswerRow } from '../db/schema.ts';
import { Problem } from '../problem.ts';

/** As draft-ietf-httpapi-idempotency-key-header has it: any words of the client's own, unique to a request. */
export const idempotencyHeaders = z.object({ 'idempotency-key': z.string().min(8).max(128).optional() });

const KEPT_HEADERS = ['content-type', 'etag', 'location'];

/**
 * Stands after `signedIn`. Only success is kept: after a failure the same request may be made again.
 *
 * @throws Problem `idempotency-key-reused` or `request-in-progress`
 */
export const idempotent = createMiddleware<AppEnv>(async (c, next) => {
  const { data } = idempotencyHeaders.safeParse(c.req.header());
  const key = data?.['idempotency-key'];
  // The route's own validation refuses what is no key.
  if (key === undefined) return next();
  const whose = { owner: c.var.user, key };
  const request = await hashOf(`${c.req.method} ${c.req.path}\n${await c.req.text()}`);
  const first = await claimAnswer(c.env.DB, { ...whose, request, now: c.var.services.now() });
  if (first !== null) return replay(first, request);
  await next();
  if (!c.res.ok) return dropClaim(c.env.DB, whose);
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = c.res.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const body = await c.res.clone().text();
  await keepAnswer(c.env.DB, whose, { status: c.res.status, headers, body });
});

function replay(
  { request: firstRequest, status, headers, body }: IdempotentAnswerRow,
  request: string,
): Response {
  if (firstRequest !== request) {
    throw new Problem('idempotency-key-reused', 'Make a new key for every request that is not a repetition.');
  }
  if (status === null) {
    throw new Problem('request-in-progress', 'Its first sending is being answered; ask again in a moment.', {
      headers: { 'retry-after': '1' },
    });
  }
  return new Response(body, { status, headers: { ...headers, 'idempotency-replayed': 'true' } });
}
