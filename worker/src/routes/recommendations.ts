// POST /v1/recommendations: a history and a steering in, ranked items out.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { recommendationRequestSchema, recommendationResponseSchema } from '@trimtab/shared/api.ts';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { findPreset } from '../db/presets.ts';
import type { PresetRow } from '../db/schema.ts';
import { limitByAddress } from '../http/middleware.ts';
import { Problem } from '../http/problem.ts';
import { problems } from '../http/problem-answers.ts';
import { MAY_SIGN_IN } from '../http/security.ts';
import { withServable } from '../http/with-servable.ts';
import { recommend } from '../recommendations/recommend.ts';

const route = createRoute({
  method: 'post',
  path: '/',
  summary: 'Recommend items for a history, steered by concepts',
  description:
    'Strength 0 gives exactly the unsteered list. A preset needs its owner’s token; strengths in `steering` ' +
    'override those of the preset. Items of the history come back only with `includeSeen`. The list is empty only ' +
    'when the request itself leaves every item out.',
  security: MAY_SIGN_IN,
  middleware: [limitByAddress, withServable] as const,
  request: {
    body: { required: true, content: { 'application/json': { schema: recommendationRequestSchema } } },
  },
  responses: {
    200: {
      description: 'The list, and what of the request was not known to the model',
      content: { 'application/json': { schema: recommendationResponseSchema } },
    },
    ...problems(400, 401, 404, 409, 413, 415, 429, 503),
  },
});

export const recommendations = new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
  const { steering, presetId, scenario, ...asked } = c.req.valid('json');
  const preset = presetId === undefined ? null : await presetOf(c, presetId);
  const answer = await recommend(
    c.var.servable,
    {
      ...asked,
      strengths: { ...preset?.concepts, ...steering?.concepts },
      never: steering?.exclude ?? { concepts: [], attributes: [] },
      filter: asked.filter,
      cursor: asked.cursor,
    },
    (error) => logFailure(c, error),
  );
  const { modelVersion } = c.var.servable.manifest;
  return c.json(
    {
      recommendationId: crypto.randomUUID(),
      modelVersion,
      ...answer,
      degraded: answer.degraded || c.var.degraded,
      preset: preset ? { id: preset.id, revision: preset.revision } : undefined,
      scenario,
    },
    200,
  );
});

async function presetOf(c: Context<AppEnv>, id: string): Promise<PresetRow> {
  const user = await c.var.services.tokens.userOf(c.req.header('authorization'), c.env);
  const preset = await findPreset(c.env.DB, user, id);
  if (preset !== null) return preset;
  throw new Problem('preset-not-found', `You have no preset ${id}.`);
}

function logFailure(c: Context<AppEnv>, error: unknown): void {
  const { modelVersion } = c.var.servable.manifest;
  const line = { requestId: c.var.requestId, modelVersion, message: String(error) };
  c.var.services.log({ level: 'error', event: 'inference-failed', ...line });
}
