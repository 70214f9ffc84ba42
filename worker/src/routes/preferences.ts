// /v1/me/preferences: what a person has chosen for good.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { preferencesSchema } from '@trimtab/shared/me.ts';
import type { AppEnv } from '../app-env.ts';
import { findPreferences, savePreferences } from '../db/preferences.ts';
import { limitByUser, signedIn } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';
import { ownPreset } from './preset-answers.ts';

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
    'With `profiling` false your recommendations ignore the history and no events of yours are kept, until you change it. ' +
    'Deleting the default preset unsets it.',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser] as const,
  request: { body: { required: true, content } },
  responses: { 200: answer, ...problems(400, 401, 404, 413, 415, 429, 503) },
});

export const preferences = new OpenAPIHono<AppEnv>()
  .openapi(readRoute, async (c) => c.json(await findPreferences(c.env.DB, c.var.user), 200))
  .openapi(changeRoute, async (c) => {
    const chosen = c.req.valid('json');
    const { defaultPresetId } = chosen;
    if (defaultPresetId !== null) await ownPreset(c.env.DB, c.var.user, defaultPresetId);
    const now = new Date(c.var.services.now());
    return c.json(await savePreferences(c.env.DB, c.var.user, chosen, now), 200);
  });
