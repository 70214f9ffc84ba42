// Presets as a file: out of this service with export, into it or another with import.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { importResponseSchema, presetFileSchema } from '@trimtab/shared/presets.ts';
import type { AppEnv } from '../app-env.ts';
import { listPresets, toPreset } from '../db/presets.ts';
import { idempotencyHeaders, idempotent } from '../http/idempotent.ts';
import { limitByUser, signedIn, withModel } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';
import { newPreset, savePresets } from '../presets/new-preset.ts';
import { resolveStrengths } from '../recommendations/resolve.ts';

const exportRoute = createRoute({
  method: 'get',
  path: '/export',
  summary: 'All your presets as a file',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser] as const,
  responses: {
    200: {
      description: 'What import takes',
      content: { 'application/json': { schema: presetFileSchema } },
    },
    ...problems(401, 429, 503),
  },
});

const importRoute = createRoute({
  method: 'post',
  path: '/import',
  summary: 'Save the presets of a file beside those you have',
  description:
    'All of them or, when there would be too many, none. Concepts that the model in use does not know are kept and reported, ' +
    'since a file outlives models.',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser, idempotent, withModel] as const,
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { 'application/json': { schema: presetFileSchema } } },
  },
  responses: {
    201: {
      description: 'The presets that were made',
      content: { 'application/json': { schema: importResponseSchema } },
    },
    ...problems(400, 401, 409, 413, 415, 422, 429, 503),
  },
});

export const presetTransfer = new OpenAPIHono<AppEnv>()
  .openapi(exportRoute, async (c) => {
    const rows = await listPresets(c.env.DB, c.var.user);
    const file = {
      format: 'trimtab-presets' as const,
      version: 1 as const,
      exportedAt: new Date(c.var.services.now()).toISOString(),
      presets: rows.map(({ name, concepts, modelVersion }) => ({
        name,
        concepts: { ...concepts },
        modelVersion,
      })),
    };
    return c.json(file, 200, {
      'content-disposition': 'attachment; filename="trimtab-presets.json"',
      'cache-control': 'no-store',
    });
  })
  .openapi(importRoute, async (c) => {
    const { presets } = c.req.valid('json');
    const making = { owner: c.var.user, now: c.var.services.now() };
    const rows = presets.map((preset) => newPreset(preset, making));
    await savePresets(c.env.DB, c.var.user, rows);
    const named = Object.assign({}, ...presets.map(({ concepts }) => concepts)) as Record<string, number>;
    const { unknown } = resolveStrengths(named, c.var.model.concepts);
    return c.json({ presets: rows.map(toPreset), unknownConcepts: unknown }, 201);
  });
