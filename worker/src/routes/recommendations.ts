// POST /v1/recommendations: a history and a steering in, ranked items out.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { recommendationRequestSchema, recommendationResponseSchema } from '@trimtab/shared/api.ts';
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { findPreset } from '../db/presets.ts';
import { limitByAddress, withModel } from '../http/middleware.ts';
import { Problem } from '../http/problem.ts';
import { problems } from '../http/problem-answers.ts';
import { MAY_SIGN_IN } from '../http/security.ts';
import { recommend } from '../recommendations/recommend.ts';

const route = createRoute({
  method: 'post',
  path: '/',
  summary: 'Recommend items for a history, steered by concepts',
  description:
    'Strength 0 gives exactly the unsteered list. A preset needs its owner’s token; strengths in `steering` ' +
    'override those of the preset. Items of the history never come back.',
  security: MAY_SIGN_IN,
  middleware: [limitByAddress, withModel] as const,
  request: {
    body: { required: true, content: { 'application/json': { schema: recommendationRequestSchema } } },
  },
  responses: {
    200: {
      description: 'The list, and what of the request was not known to the model',
      content: { 'application/json': { schema: recommendationResponseSchema } },
    },
    ...problems(400, 401, 404, 413, 415, 429, 503),
  },
});

export const recommendations = new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
  const { history, steering, presetId, limit, exclude, compare } = c.req.valid('json');
  const saved = presetId === undefined ? {} : await strengthsOfPreset(c, presetId);
  const answer = await recommend(c.var.model, {
    history,
    exclude,
    strengths: { ...saved, ...steering?.concepts },
    limit,
    compare,
  });
  const { modelVersion } = c.var.model.manifest;
  return c.json({ recommendationId: crypto.randomUUID(), modelVersion, ...answer }, 200);
});

async function strengthsOfPreset(c: Context<AppEnv>, id: string): Promise<Strengths> {
  const user = await c.var.services.tokens.userOf(c.req.header('authorization'), c.env);
  const preset = await findPreset(c.env.DB, user, id);
  if (preset !== null) return preset.concepts;
  throw new Problem('preset-not-found', `You have no preset ${id}.`);
}
