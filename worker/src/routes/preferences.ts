// /v1/me/preferences: what a person has chosen for good.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { objectionKey, type Objection } from '@trimtab/shared/events.ts';
import { preferencesSchema } from '@trimtab/shared/me.ts';
import type { AppEnv } from '../app-env.ts';
import { findPreferences, savePreferences } from '../db/preferences.ts';
import { pseudonymIfAny } from '../events/pseudonym.ts';
import { idempotencyHeaders, idempotent } from '../http/idempotent.ts';
import { limitByUser, signedIn } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';
import { ownPreset } from '../presets/change-preset.ts';

const content = { 'application/json': { schema: preferencesSchema } };
const answer = { description: 'What holds now', content };

const readRoute = createRoute({
  method: 'get',
  path: '/',
  summary: 'Your standing choices',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser] as const,
  responses: { 200: answer, ...problems(401, 429, 503) },
});

const changeRoute = createRoute({
  method: 'put',
  path: '/',
  summary: 'Choose whether to be profiled, and a preset that steers by default',
  description:
    'With `profiling` false your recommendations ignore the history and no events of yours are kept, until you change it; ' +
    'those from before train nothing while it holds. ' +
    'Deleting the default preset unsets it.',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser, idempotent] as const,
  request: { headers: idempotencyHeaders, body: { required: true, content } },
  responses: { 200: answer, ...problems(400, 401, 404, 409, 413, 415, 422, 429, 503) },
});

export const preferences = new OpenAPIHono<AppEnv>()
  .openapi(readRoute, async (c) => c.json(await findPreferences(c.var.database, c.var.user), 200))
  .openapi(changeRoute, async (c) => {
    const chosen = c.req.valid('json');
    const { defaultPresetId } = chosen;
    if (defaultPresetId !== null) await ownPreset(c.var.database, c.var.user, defaultPresetId);
    const now = new Date(c.var.services.now());
    const person = await pseudonymIfAny(c.var.user, c.env.EVENTS_SECRET);
    // Training reads no database: a mark beside the events tells it. It stands before the choice is saved, and goes after.
    if (person !== null && !chosen.profiling) await markObjection(c.env.EVENTS, person, now);
    const saved = await savePreferences(c.var.database, c.var.user, chosen, now);
    if (person !== null && saved.profiling) await c.env.EVENTS.delete(objectionKey(person));
    return c.json(saved, 200);
  });

async function markObjection(bucket: R2Bucket, person: string, now: Date): Promise<void> {
  const objection: Objection = { person, since: now.toISOString() };
  await bucket.put(objectionKey(person), JSON.stringify(objection));
}
