// /v1/presets: steerings that a signed-in person keeps. Another's preset is answered as if it were not there.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import {
  presetInputSchema,
  presetRevisionsResponseSchema,
  presetsResponseSchema,
} from '@trimtab/shared/presets.ts';
import type { Preset } from '@trimtab/shared/presets.ts';
import type { AppEnv } from '../app-env.ts';
import type { PresetRow } from '../db/schema.ts';
import type { LoadedModel } from '../served.ts';
import { listPresets, listRevisions, toPreset, toRevision, wishesIn } from '../db/presets.ts';
import { idempotencyHeaders, idempotent } from '../http/idempotent.ts';
import { limitByUser, signedIn, withModel, withModelIfAny } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MUST_SIGN_IN } from '../http/security.ts';
import { refuseUnknownConcepts } from '../presets/known-concepts.ts';
import { refuseUnsavable } from '../presets/savable-wishes.ts';
import { newPreset, savePreset } from '../presets/new-preset.ts';
import { changePreset, ownPreset, removePreset } from '../presets/change-preset.ts';
import { fatesOf, hasChanged } from '../presets/fates.ts';
import { changedEtag, etagOf, ifMatchHeaders } from '../presets/revision-guard.ts';
import { onePreset, presetParams } from './preset-answers.ts';

const security = MUST_SIGN_IN;
const body = { required: true, content: { 'application/json': { schema: presetInputSchema } } };
const headers = ifMatchHeaders.extend(idempotencyHeaders.shape);

const createPresetRoute = createRoute({
  method: 'post',
  path: '/',
  summary: 'Save a preset',
  description: 'Its concepts must be known to the model in use. A person keeps at most 100 presets.',
  security,
  middleware: [signedIn, limitByUser, idempotent, withModel] as const,
  request: { body, headers: idempotencyHeaders },
  responses: { 201: onePreset, ...problems(400, 401, 409, 413, 415, 422, 429, 503) },
});

const listRoute = createRoute({
  method: 'get',
  path: '/',
  summary: 'List your presets, last changed first',
  description: 'Another person’s presets are never among them.',
  security,
  middleware: [signedIn, limitByUser, withModelIfAny] as const,
  responses: {
    200: { description: 'All of them', content: { 'application/json': { schema: presetsResponseSchema } } },
    ...problems(401, 429, 503),
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'Read a preset',
  description: 'Its ETag is what a change of it must name.',
  security,
  middleware: [signedIn, limitByUser, withModelIfAny] as const,
  request: { params: presetParams },
  responses: { 200: onePreset, ...problems(400, 401, 404, 429, 503) },
});

const revisionsRoute = createRoute({
  method: 'get',
  path: '/{id}/revisions',
  summary: 'What a preset was before its last changes, newest first',
  description: 'The first is the one in use. To go back, change the preset to what an earlier one holds.',
  security,
  middleware: [signedIn, limitByUser] as const,
  request: { params: presetParams },
  responses: {
    200: {
      description: 'The one in use and the last before it',
      content: { 'application/json': { schema: presetRevisionsResponseSchema } },
    },
    ...problems(400, 401, 404, 429, 503),
  },
});

const updateRoute = createRoute({
  method: 'put',
  path: '/{id}',
  summary: 'Change a preset',
  description:
    'If-Match must carry the ETag that was read, so that nobody overwrites a change they have not seen.',
  security,
  middleware: [signedIn, limitByUser, idempotent, withModel] as const,
  request: { params: presetParams, body, headers },
  responses: { 200: onePreset, ...problems(400, 401, 404, 409, 412, 413, 415, 422, 428, 429, 503) },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/{id}',
  summary: 'Delete a preset, its earlier revisions and its link',
  description: 'With If-Match only while it is as it was read.',
  security,
  middleware: [signedIn, limitByUser, idempotent] as const,
  request: { params: presetParams, headers },
  responses: { 204: { description: 'It is gone' }, ...problems(400, 401, 404, 409, 412, 422, 429, 503) },
});

const withFates = (row: PresetRow, model: LoadedModel | null): Preset => ({
  ...toPreset(row),
  ...(model && { fates: fatesOf(model, wishesIn(row)) }),
});

export const presets = new OpenAPIHono<AppEnv>()
  .openapi(createPresetRoute, async (c) => {
    const input = c.req.valid('json');
    refuseUnknownConcepts(input.concepts, c.var.model);
    refuseUnsavable(input.concepts, c.env);
    const owner = c.var.user;
    const { modelVersion } = c.var.model.manifest;
    const { id, mayBeDone } = c.var.writing;
    const made = newPreset({ ...input, modelVersion }, { id, owner, now: c.var.services.now() });
    const row = await savePreset(c.var.database, { owner, mayBeDone }, made);
    return c.json(withFates(row, c.var.model), 201, { etag: etagOf(row), location: `/v1/presets/${row.id}` });
  })
  .openapi(listRoute, async (c) => {
    const rows = await listPresets(c.var.database, c.var.user);
    const { modelIfAny } = c.var;
    return c.json({ presets: rows.map((row) => withFates(row, modelIfAny)) }, 200);
  })
  .openapi(readRoute, async (c) => {
    const row = await ownPreset(c.var.database, c.var.user, c.req.valid('param').id);
    const { modelIfAny } = c.var;
    const preset = withFates(row, modelIfAny);
    const isOther = modelIfAny !== null && hasChanged(preset.fates ?? []);
    const etag = isOther ? changedEtag(row, modelIfAny.manifest.modelVersion) : etagOf(row);
    return c.json(preset, 200, { etag });
  })
  .openapi(revisionsRoute, async (c) => {
    const { id } = c.req.valid('param');
    const current = await ownPreset(c.var.database, c.var.user, id);
    const revisions = [current, ...(await listRevisions(c.var.database, c.var.user, id))].map(toRevision);
    return c.json({ revisions }, 200);
  })
  .openapi(updateRoute, async (c) => {
    refuseUnsavable(c.req.valid('json').concepts, c.env);
    const row = await changePreset(c.var.database, {
      owner: c.var.user,
      id: c.req.valid('param').id,
      input: c.req.valid('json'),
      ifMatch: c.req.valid('header')['if-match'],
      model: c.var.model,
      mayBeDone: c.var.writing.mayBeDone,
      now: new Date(c.var.services.now()),
    });
    return c.json(withFates(row, c.var.model), 200, { etag: etagOf(row) });
  })
  .openapi(deleteRoute, async (c) => {
    await removePreset(c.var.database, {
      owner: c.var.user,
      id: c.req.valid('param').id,
      ifMatch: c.req.valid('header')['if-match'],
      mayBeDone: c.var.writing.mayBeDone,
    });
    return c.body(null, 204);
  });
