// /v1/me: everything that is held about the signed-in person, to take along or to have erased.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { pointerSchema, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { erasureSchema, personExportSchema, type Erasure } from '@trimtab/shared/me.ts';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { erasePerson } from '../db/people.ts';
import { exportPerson } from '../people/export-person.ts';
import { markErasure, markNameOf } from '../events/marks.ts';
import { pseudonymIfAny } from '../events/pseudonym.ts';
import { choicesOf } from '../people/choices.ts';
import { idempotencyHeaders, idempotent } from '../http/idempotent.ts';
import { limitByUser, signedIn } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';

const exportRoute = createRoute({
  method: 'get',
  path: '/export',
  summary: 'Everything that is held about you',
  description: 'Events come in parts: ask again with `after` set to `events.next` until that is null.',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser] as const,
  request: { query: z.object({ after: z.string().max(200).optional() }) },
  responses: {
    200: { description: 'All of it', content: { 'application/json': { schema: personExportSchema } } },
    ...problems(400, 401, 429, 503),
  },
});

const eraseRoute = createRoute({
  method: 'delete',
  path: '/',
  summary: 'Erase everything that is held about you',
  description: 'Says what cannot be erased at once, and until when it is held. Erasing again does no harm.',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser, idempotent] as const,
  request: { headers: idempotencyHeaders },
  responses: {
    200: { description: 'What was erased', content: { 'application/json': { schema: erasureSchema } } },
    ...problems(400, 401, 409, 422, 429, 503),
  },
});

export const me = new OpenAPIHono<AppEnv>()
  .openapi(exportRoute, async (c) => {
    const { EVENTS: bucket, EVENTS_SECRET } = c.env;
    const { database } = c.var;
    const pseudonym = await pseudonymIfAny(c.var.user, EVENTS_SECRET);
    const held = await exportPerson(
      { database, bucket },
      { owner: c.var.user, pseudonym, after: c.req.valid('query').after },
    );
    const exportedAt = new Date(c.var.services.now()).toISOString();
    const preferences = await choicesOf(c, c.var.user);
    return c.json({ exportedAt, person: c.var.user, preferences, ...held }, 200, {
      'content-disposition': 'attachment; filename="trimtab-me.json"',
      'cache-control': 'no-store',
    });
  })
  .openapi(eraseRoute, async (c) => {
    const { EVENTS, EVENT_QUEUE, ARTIFACTS, EVENTS_SECRET } = c.env;
    const pseudonym = await pseudonymIfAny(c.var.user, EVENTS_SECRET);
    const now = c.var.services.now();
    const erasedAt = new Date(now).toISOString();
    // The tombstone comes first: should the rest fail, training already leaves the person out, and asking again goes on.
    const person = await markNameOf(c.var.user, EVENTS_SECRET);
    await markErasure(EVENTS, { person, erasedAt });
    const erased = await erasePerson(c.var.database, { owner: c.var.user, person, now });
    if (pseudonym !== null) {
      await EVENT_QUEUE.send({ kind: 'erasure', person: pseudonym, erasedAt }, { contentType: 'json' });
    }
    const stillHeld = whatIsLeft(now, await currentVersion(ARTIFACTS));
    return c.json({ erasedAt, erased, tombstone: pseudonym, stillHeld }, 200);
  });

/** D1's Time Travel on the Workers Paid plan; on Free it is 7 days (https://developers.cloudflare.com/d1/reference/time-travel/). */
const RECOVERY_DAYS = 30;

function whatIsLeft(now: number, modelVersion: string | null): Erasure['stillHeld'] {
  const recoveryEnds = new Date(now + RECOVERY_DAYS * 24 * 3_600_000).toISOString();
  const model = modelVersion === null ? 'A model' : `The model in use, ${modelVersion},`;
  return [
    {
      where: 'event-files',
      until: null,
      detail:
        'Lines under your pseudonym are taken out of the files of events within minutes, and out of the days compacted from them (compacted/) in the next night.',
    },
    {
      where: 'database-recovery',
      until: recoveryEnds,
      detail: `The database can be set back to any minute of the last ${RECOVERY_DAYS} days; after that the rows are gone for good.`,
    },
    {
      where: 'model',
      until: null,
      detail: `${model} may have been trained on your events, until the next training, which leaves them out by the tombstone.`,
    },
  ];
}

/** Erasing must not fail because no model can be read. */
async function currentVersion(bucket: R2Bucket): Promise<string | null> {
  const text = await bucket.get(POINTER_KEY).then(
    (found) => found?.json(),
    () => null,
  );
  return pointerSchema.safeParse(text).data?.current ?? null;
}
