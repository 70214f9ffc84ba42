// POST /v1/events: what a signed-in person did, for the next training. Kept under a pseudonym, and only with consent.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import {
  eventsRequestSchema,
  eventsResponseSchema,
  type Event,
  type EventsMessage,
} from '@trimtab/shared/events.ts';
import type { AppEnv } from '../app-env.ts';
import { markWithdrawal } from '../events/marks.ts';
import { pseudonymIfAny, pseudonymOf } from '../events/pseudonym.ts';
import { choicesOf } from '../people/choices.ts';
import { idempotencyHeaders, idempotent } from '../http/idempotent.ts';
import { limitByUser, signedIn } from '../http/middleware.ts';
import { Problem } from '../problem.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';

/** Queues take messages of 128,000 bytes, of which some are their own. */
const MAX_MESSAGE_BYTES = 120_000;

/** How far a clock of an app may be ahead. */
const CLOCK_SKEW_MS = 5 * 60_000;

const route = createRoute({
  method: 'post',
  path: '/',
  summary: 'Tell what a person did and was shown',
  description:
    'Events train the next model, if the person consents and has not turned profiling off; otherwise nothing is kept. ' +
    'With `consent` false all that was received of the person until then trains nothing any more. ' +
    'An item of which `not_interested` tells counts as not taken until then. ' +
    'An event counts once however often it is sent: send again what was not answered. Accepted events are stored within seconds.',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser, idempotent] as const,
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { 'application/json': { schema: eventsRequestSchema } } },
  },
  responses: {
    202: {
      description: 'Taken, or dropped for the reason given',
      content: { 'application/json': { schema: eventsResponseSchema } },
    },
    ...problems(400, 401, 409, 413, 415, 422, 429, 503),
  },
});

export const events = new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
  const { consent, events: sent } = c.req.valid('json');
  const now = c.var.services.now();
  refuseFuture(sent, now);
  // Of whom nothing is kept, the fact that they asked is not kept either.
  c.set('isForgotten', true);
  if (!consent) {
    const pseudonym = await pseudonymIfAny(c.var.user, c.env.EVENTS_SECRET);
    if (pseudonym !== null) await markWithdrawal(c.env.EVENTS, pseudonym, new Date(now));
    return c.json({ accepted: 0, dropped: 'no-consent' as const }, 202);
  }
  const { profiling } = await choicesOf(c, c.var.user);
  if (!profiling) return c.json({ accepted: 0, dropped: 'profiling-off' as const }, 202);
  c.set('isForgotten', false);
  const person = await pseudonymOf(c.var.user, c.env.EVENTS_SECRET);
  const message: EventsMessage = {
    kind: 'events',
    person,
    receivedAt: new Date(now).toISOString(),
    events: sent,
  };
  refuseTooLarge(message);
  await c.env.EVENT_QUEUE.send(message, { contentType: 'json' });
  return c.json({ accepted: sent.length }, 202);
});

function refuseFuture(sent: readonly Event[], now: number): void {
  const errors = sent.flatMap(({ at }, i) =>
    Date.parse(at) <= now + CLOCK_SKEW_MS
      ? []
      : [{ path: `body.events.${i}.at`, expected: 'a time that has passed', message: `${at} is ahead` }],
  );
  if (errors.length === 0) return;
  throw new Problem('invalid-request', 'Events say what has happened: set the clock of the app.', { errors });
}

function refuseTooLarge(message: EventsMessage): void {
  const bytes = new TextEncoder().encode(JSON.stringify(message)).byteLength;
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw new Problem(
    'body-too-large',
    `These events take ${bytes} bytes, and at most ${MAX_MESSAGE_BYTES} fit: send fewer at once.`,
  );
}
