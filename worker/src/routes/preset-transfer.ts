// Presets as a file: out of this service with export, into it or another with import.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { importResponseSchema, presetExportSchema, presetFileSchema } from '@trimtab/shared/presets.ts';
import type { AppEnv } from '../app-env.ts';
import { hashOf } from '../auth/secret-token.ts';
import { listPresets, toPreset } from '../db/presets.ts';
import { idempotencyHeaders, idempotent } from '../http/idempotent.ts';
import { limitByUser, signedIn, withModel } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';
import { newPreset, savePresets } from '../presets/new-preset.ts';
import { refuseUnsavable } from '../presets/savable-wishes.ts';

const exportRoute = createRoute({
  method: 'get',
  path: '/export',
  summary: 'All your presets as a file',
  description:
    'The file is taken by import, here or at another service. Earlier revisions and links are not in it.',
  security: MUST_SIGN_IN,
  middleware: [signedIn, limitByUser] as const,
  responses: {
    200: {
      description: 'What import takes',
      content: { 'application/json': { schema: presetExportSchema } },
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
    const rows = await listPresets(c.var.database, c.var.user);
    const file = {
      format: 'trimtab-presets' as const,
      version: 1 as const,
      exportedAt: new Date(c.var.services.now()).toISOString(),
      presets: rows
        .map(toPreset)
        .map(({ name, concepts, modelVersion }) => ({ name, concepts, modelVersion })),
    };
    return c.json(file, 200, {
      'content-disposition': 'attachment; filename="trimtab-presets.json"',
      'cache-control': 'no-store',
    });
  })
  .openapi(importRoute, async (c) => {
    const { presets } = c.req.valid('json');
    for (const { concepts } of presets) refuseUnsavable(concepts, c.env);
    const { user: owner, writing } = c.var;
    const now = c.var.services.now();
    const ids = await Promise.all(presets.map((_, place) => idOfPart(writing.id, place)));
    const made = presets.map((preset, place) =>
      newPreset(preset, { id: ids[place] ?? writing.id, owner, now }),
    );
    const rows = await savePresets(c.var.database, { owner, mayBeDone: writing.mayBeDone }, made);
    const named = new Set(presets.flatMap(({ concepts }) => Object.keys(concepts)));
    const unknownConcepts = [...named].filter((id) => !c.var.model.concepts.has(id));
    return c.json({ presets: rows.map(toPreset), unknownConcepts }, 201);
  });

/** One UUID for each preset of a file: the same for each sending of the request. */
async function idOfPart(id: string, place: number): Promise<string> {
  const digits = await hashOf(`${id} ${place}`);
  const variant = ((Number.parseInt(digits.slice(16, 17), 16) % 4) + 8).toString(16);
  const groups = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`];
  return [...groups, `${variant}${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
}
