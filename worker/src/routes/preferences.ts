// /v1/me/preferences: what a person has chosen for good.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { preferencesAnswerSchema, preferencesSchema } from '@trimtab/shared/me.ts';
import type { AppEnv } from '../app-env.ts';
import { findPreferences, savePreferences } from '../db/preferences.ts';
import { keepMarkInStep, markNameOf, markObjection } from '../events/marks.ts';
import { choicesOf } from '../people/choices.ts';
import { idempotencyHeaders, idempotent } from '../http/idempotent.ts';
import { limitByUser, signedIn } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';
import { ownPreset } from '../presets/change-preset.ts';

const content = { 'application/json': { schema: preferencesSchema } };
const answer = {
  description: 'What holds now',
  content: { 'application/json': { schema: preferencesAnswerSchema } },
};

const readRoute = createRoute({
  method: 'get',
  path: '/',
  summary: 'Your standing choices',
  description: 'Whoever has chosen nothing is profiled, and steered by no preset.',
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
  .openapi(readRoute, async (c) => c.json(await choicesOf(c, c.var.user), 200))
  .openapi(changeRoute, async (c) => {
    const chosen = c.req.valid('json');
    const { DB, EVENTS: bucket, EVENTS_SECRET } = c.env;
    const { user: owner } = c.var;
    if (chosen.defaultPresetId !== null) await ownPreset(c.var.database, owner, chosen.defaultPresetId);
    const now = new Date(c.var.services.now());
    const person = await markNameOf(owner, EVENTS_SECRET);
    // Training reads no database: a mark beside the events tells it. It stands before the choice is saved, and goes after.
    if (!chosen.profiling) await markObjection(bucket, person, now);
    const saved = await savePreferences(c.var.database, owner, chosen, now);
    const isSaved = async (): Promise<boolean> => (await findPreferences(DB, owner)).profiling;
    await keepMarkInStep(bucket, { person, now, isSaved });
    return c.json(saved, 200);
  });
