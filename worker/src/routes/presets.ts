// /v1/presets: steerings that a signed-in person keeps. Another's preset is answered as if it were not there.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { presetInputSchema, presetSchema, presetsResponseSchema } from '@trimtab/shared/api.ts';
import type { Strengths } from '@trimtab/shared/steering.ts';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import type { LoadedModel } from '../artifacts/loaded-model.ts';
import { resolveStrengths } from '../recommendations/resolve.ts';
import {
  deletePreset,
  findPreset,
  insertPreset,
  listPresets,
  PRESETS_PER_USER,
  toPreset,
  updatePreset,
} from '../db/presets.ts';
import { limitByUser, signedIn, withModel } from '../http/middleware.ts';
import { Problem } from '../http/problem.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';

const security = MUST_SIGN_IN;
const params = z.object({ id: z.string().min(1).max(64) });
const body = { required: true, content: { 'application/json': { schema: presetInputSchema } } };
const onePreset = {
  description: 'The preset; its ETag is the revision',
  content: { 'application/json': { schema: presetSchema } },
};

const createPresetRoute = createRoute({
  method: 'post',
  path: '/',
  summary: 'Save a preset',
  security,
  middleware: [signedIn, limitByUser, withModel] as const,
  request: { body },
  responses: { 201: onePreset, ...problems(400, 401, 409, 413, 415, 429, 503) },
});

const listRoute = createRoute({
  method: 'get',
  path: '/',
  summary: 'List your presets, last changed first',
  security,
  middleware: [signedIn, limitByUser] as const,
  responses: {
    200: { description: 'All of them', content: { 'application/json': { schema: presetsResponseSchema } } },
    ...problems(401, 429, 503),
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'Read a preset',
  security,
  middleware: [signedIn, limitByUser] as const,
  request: { params },
  responses: { 200: onePreset, ...problems(400, 401, 404, 429, 503) },
});

const updateRoute = createRoute({
  method: 'put',
  path: '/{id}',
  summary: 'Change a preset',
  description:
    'If-Match must carry the ETag that was read, so that nobody overwrites a change they have not seen.',
  security,
  middleware: [signedIn, limitByUser, withModel] as const,
  request: { params, body, headers: z.object({ 'if-match': z.string().max(100).optional() }) },
  responses: { 200: onePreset, ...problems(400, 401, 404, 412, 413, 415, 428, 429, 503) },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/{id}',
  summary: 'Delete a preset',
  security,
  middleware: [signedIn, limitByUser] as const,
  request: { params },
  responses: { 204: { description: 'It is gone' }, ...problems(400, 401, 404, 429, 503) },
});

export const presets = new OpenAPIHono<AppEnv>()
  .openapi(createPresetRoute, async (c) => {
    const input = c.req.valid('json');
    refuseUnknownConcepts(input.concepts, c.var.model);
    const now = new Date(c.var.services.now());
    const row = {
      ...input,
      id: crypto.randomUUID(),
      owner: c.var.user,
      modelVersion: c.var.model.manifest.modelVersion,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    if (!(await insertPreset(c.env.DB, row))) {
      throw new Problem('preset-limit-reached', `You have ${PRESETS_PER_USER}; delete one first.`);
    }
    return c.json(toPreset(row), 201, { etag: etagOf(row), location: `/v1/presets/${row.id}` });
  })
  .openapi(listRoute, async (c) => {
    const rows = await listPresets(c.env.DB, c.var.user);
    return c.json({ presets: rows.map(toPreset) }, 200);
  })
  .openapi(readRoute, async (c) => {
    const { id } = c.req.valid('param');
    const row = (await findPreset(c.env.DB, c.var.user, id)) ?? notFound(id);
    return c.json(toPreset(row), 200, { etag: etagOf(row) });
  })
  .openapi(updateRoute, async (c) => {
    const { id } = c.req.valid('param');
    const input = c.req.valid('json');
    const before = (await findPreset(c.env.DB, c.var.user, id)) ?? notFound(id);
    refuseOtherRevision(c.req.valid('header')['if-match'], before);
    refuseUnknownConcepts(input.concepts, c.var.model, before.concepts);
    const row = await updatePreset(c.env.DB, {
      owner: c.var.user,
      id,
      revision: before.revision,
      input,
      modelVersion: c.var.model.manifest.modelVersion,
      now: new Date(c.var.services.now()),
    });
    if (row === null) throw changedMeanwhile();
    return c.json(toPreset(row), 200, { etag: etagOf(row) });
  })
  .openapi(deleteRoute, async (c) => {
    const { id } = c.req.valid('param');
    if (!(await deletePreset(c.env.DB, c.var.user, id))) notFound(id);
    return c.body(null, 204);
  });

const etagOf = ({ revision }: { revision: number }): string => `"${revision}"`;

function notFound(id: string): never {
  throw new Problem('preset-not-found', `You have no preset ${id}.`);
}

function changedMeanwhile(): Problem {
  return new Problem(
    'preset-changed',
    'Read the preset again, apply your change to it, and send its new ETag.',
  );
}

function refuseOtherRevision(ifMatch: string | undefined, current: { revision: number }): void {
  if (ifMatch === undefined) {
    throw new Problem('revision-required', 'Send the ETag that you read in the header If-Match.');
  }
  const accepted = ifMatch.split(',').map((etag) => etag.trim());
  if (!accepted.includes(etagOf(current))) throw changedMeanwhile();
}

/** A typo must not be saved to do nothing; what an earlier model knew and the preset already holds may stay. */
function refuseUnknownConcepts(strengths: Strengths, { concepts }: LoadedModel, held: Strengths = {}): void {
  const unknown = resolveStrengths(strengths, concepts).unknown.filter((id) => !(id in held));
  if (unknown.length === 0) return;
  throw new Problem(
    'unknown-concept',
    `Unknown: ${unknown.join(', ')}; GET /v1/concepts lists what there is.`,
    {
      errors: unknown.map((id) => ({
        path: `body.concepts.${id}`,
        expected: 'the id of a concept of the model in use',
        message: 'no such concept',
      })),
    },
  );
}
