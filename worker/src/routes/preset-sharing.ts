// Sharing presets: a link that nobody can guess shows one preset read-only until its owner revokes it; copies.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { shareLinkSchema, sharedPresetSchema, shareTokenSchema } from '@trimtab/shared/presets.ts';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { hashOf, newSecretToken } from '../auth/secret-token.ts';
import type { Database } from '../db/database.ts';
import { findSharedPreset, setShareHash } from '../db/preset-shares.ts';
import { toPreset, toRevision, wishesIn } from '../db/presets.ts';
import type { PresetRow } from '../db/schema.ts';
import { idempotencyHeaders, idempotent, idempotentSecretly } from '../http/idempotent.ts';
import { limitByAddress, limitByUser, signedIn } from '../http/middleware.ts';
import { Problem } from '../problem.ts';
import { problems } from '../http/problem-answers.ts';
import { MAY_SEND_KEY, MUST_SIGN_IN } from '../http/security.ts';
import { ownPreset, presetNotFound } from '../presets/change-preset.ts';
import { newPreset, savePreset } from '../presets/new-preset.ts';
import { etagOf } from '../presets/revision-guard.ts';
import { onePreset, presetParams } from './preset-answers.ts';

const security = MUST_SIGN_IN;
const shareParams = z.object({ token: shareTokenSchema });

const shareRoute = createRoute({
  method: 'post',
  path: '/{id}/share',
  summary: 'Share a preset by a link',
  description:
    'Whoever has the link reads the preset, as it is then, without signing in. Sharing again makes a new link, and the old one ends. ' +
    'The token is shown this once.',
  security,
  middleware: [signedIn, limitByUser, idempotentSecretly] as const,
  request: { params: presetParams, headers: idempotencyHeaders },
  responses: {
    201: { description: 'The link', content: { 'application/json': { schema: shareLinkSchema } } },
    ...problems(400, 401, 404, 409, 422, 429, 503),
  },
});

const revokeRoute = createRoute({
  method: 'delete',
  path: '/{id}/share',
  summary: 'Revoke the link of a preset',
  description: 'Whoever has the link reads nothing by it any more. Revoking again does no harm.',
  security,
  middleware: [signedIn, limitByUser, idempotent] as const,
  request: { params: presetParams, headers: idempotencyHeaders },
  responses: { 204: { description: 'No link leads to it' }, ...problems(400, 401, 404, 409, 422, 429, 503) },
});

const copyRoute = createRoute({
  method: 'post',
  path: '/{id}/copy',
  summary: 'Copy a preset of your own',
  description:
    'The copy has the same name, and lives by itself from then on. Earlier revisions are not copied.',
  security,
  middleware: [signedIn, limitByUser, idempotent] as const,
  request: { params: presetParams, headers: idempotencyHeaders },
  responses: { 201: onePreset, ...problems(400, 401, 404, 409, 422, 429, 503) },
});

export const presetSharing = new OpenAPIHono<AppEnv>()
  .openapi(shareRoute, async (c) => {
    const { id } = c.req.valid('param');
    const token = newSecretToken();
    if (!(await setShareHash(c.var.database, c.var.user, id, await hashOf(token)))) presetNotFound(id);
    const path = `/v1/shared-presets/${token}`;
    return c.json({ token, path }, 201, { location: path, 'cache-control': 'no-store' });
  })
  .openapi(revokeRoute, async (c) => {
    const { id } = c.req.valid('param');
    if (!(await setShareHash(c.var.database, c.var.user, id, null))) presetNotFound(id);
    return c.body(null, 204);
  })
  .openapi(copyRoute, async (c) => {
    const source = await ownPreset(c.var.database, c.var.user, c.req.valid('param').id);
    const { id, mayBeDone } = c.var.writing;
    const copy = copyOf(source, { id, owner: c.var.user, now: c.var.services.now() });
    const row = await savePreset(c.var.database, { owner: c.var.user, mayBeDone }, copy);
    return c.json(toPreset(row), 201, { etag: etagOf(row), location: `/v1/presets/${row.id}` });
  });

const readSharedRoute = createRoute({
  method: 'get',
  path: '/{token}',
  summary: 'Read a preset that somebody shared',
  description:
    'Nobody needs to sign in for it. It is shown as it is now, and names neither its owner nor its id.',
  security: MAY_SEND_KEY,
  middleware: limitByAddress,
  request: { params: shareParams },
  responses: {
    200: {
      description: 'The preset, without its owner',
      content: { 'application/json': { schema: sharedPresetSchema } },
    },
    ...problems(400, 404, 429),
  },
});

const copySharedRoute = createRoute({
  method: 'post',
  path: '/{token}/copy',
  summary: 'Copy a preset that somebody shared to your own',
  description: 'The copy is yours, and stays when the link is revoked.',
  security,
  middleware: [signedIn, limitByUser, idempotent] as const,
  request: { params: shareParams, headers: idempotencyHeaders },
  responses: { 201: onePreset, ...problems(400, 401, 404, 409, 422, 429, 503) },
});

export const sharedPresets = new OpenAPIHono<AppEnv>()
  .openapi(readSharedRoute, async (c) => {
    const row = await sharedBy(c.var.database, c.req.valid('param').token);
    return c.json(toRevision(row), 200, { 'cache-control': 'no-store' });
  })
  .openapi(copySharedRoute, async (c) => {
    const source = await sharedBy(c.var.database, c.req.valid('param').token);
    const { id, mayBeDone } = c.var.writing;
    const copy = copyOf(source, { id, owner: c.var.user, now: c.var.services.now() });
    const row = await savePreset(c.var.database, { owner: c.var.user, mayBeDone }, copy);
    return c.json(toPreset(row), 201, { etag: etagOf(row), location: `/v1/presets/${row.id}` });
  });

/** A copy does not end with its original. */
const copyOf = (source: PresetRow, making: Parameters<typeof newPreset>[1]): PresetRow => {
  const { name, modelVersion } = source;
  return newPreset({ name, modelVersion, concepts: wishesIn(source) }, making);
};

/** @throws Problem `share-not-found` */
async function sharedBy(database: Database, token: string): Promise<PresetRow> {
  const row = await findSharedPreset(database, await hashOf(token));
  if (row !== null) return row;
  throw new Problem(
    'share-not-found',
    'This link leads to no preset: its owner may have revoked it, or made another.',
  );
}
