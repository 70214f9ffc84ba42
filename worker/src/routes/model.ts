// The model in use: its facts, its attributes, its sample histories, and whether it can be served at all.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import {
  attributesResponseSchema,
  healthResponseSchema,
  modelResponseSchema,
  type VersionsResponse,
  versionsResponseSchema,
} from '@trimtab/shared/browse.ts';
import { rankingInWords } from '@trimtab/shared/ranking-in-words.ts';
import { samplesSchema } from '@trimtab/shared/samples.ts';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { ArtifactError } from '../artifacts/artifact-error.ts';
import { patientBucket } from '../artifacts/patient-bucket.ts';
import { versionHistory } from '../artifacts/version-history.ts';
import { everybodys } from '../http/caching.ts';
import { limitLookUps, withHeldModel, withModel } from '../http/middleware.ts';
import { healthProblems, problems } from '../http/problem-answers.ts';
import { MAY_SEND_KEY } from '../http/security.ts';
import { Problem } from '../problem.ts';

/** For one file: the page waits for several. */
const READ_LIMIT_MS = 5000;

const middleware = [limitLookUps, everybodys, withModel];

const modelRoute = createRoute({
  method: 'get',
  path: '/v1/model',
  summary: 'Which model serves, and what it measured',
  description: 'It also says in plain words what decides the order of a list.',
  security: MAY_SEND_KEY,
  middleware,
  responses: {
    200: {
      description: 'The version in use; `degraded` when a newer one was refused',
      content: { 'application/json': { schema: modelResponseSchema } },
    },
    ...problems(429, 503),
  },
});

const versionsRoute = createRoute({
  method: 'get',
  path: '/v1/model/versions',
  summary: 'Versions that serve, have served, or were taken back',
  description: 'Each says what it was trained on and how good it was. Nothing here is about people.',
  security: MAY_SEND_KEY,
  middleware,
  responses: {
    200: {
      description: 'The version that serves, and the others',
      content: { 'application/json': { schema: versionsResponseSchema } },
    },
    ...problems(429, 503),
  },
});

const attributesRoute = createRoute({
  method: 'get',
  path: '/v1/attributes',
  summary: 'Labels of the attributes that items carry',
  description: 'Items name their attributes by id. This list says what each is called.',
  security: MAY_SEND_KEY,
  middleware,
  responses: {
    200: {
      description: 'All attributes',
      content: { 'application/json': { schema: attributesResponseSchema } },
    },
    ...problems(429, 503),
  },
});

const samplesRoute = createRoute({
  method: 'get',
  path: '/v1/samples',
  summary: 'Sample histories to try',
  security: MAY_SEND_KEY,
  description: 'Empty when the licence of the data does not let histories be shown.',
  middleware,
  responses: {
    200: { description: 'Labelled histories', content: { 'application/json': { schema: samplesSchema } } },
    ...problems(429, 503),
  },
});

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether recommendations can be served',
  description: 'For monitors: it waits for no newer version, and counts against no limit.',
  middleware: withHeldModel,
  responses: {
    200: {
      description: 'They can; `degraded` where a newer version was refused, or where popular lists stand in',
      content: { 'application/json': { schema: healthResponseSchema } },
    },
    ...healthProblems,
  },
});

export const model = new OpenAPIHono<AppEnv>()
  .openapi(modelRoute, (c) => {
    const { manifest, metrics, concepts } = c.var.model;
    const { modelVersion, createdAt, data, model: network, hook, latents, precision } = manifest;
    const facts = { modelVersion, createdAt, data, model: network, hook, latents, precision };
    return c.json(
      {
        ...facts,
        concepts: concepts.size,
        degraded: c.var.degraded,
        ranking: rankingInWords(manifest),
        metrics,
      },
      200,
    );
  })
  .openapi(versionsRoute, async (c) => {
    const { modelVersion } = c.var.model.manifest;
    return c.json({ versions: await versionsNow(c, modelVersion) }, 200);
  })
  .openapi(attributesRoute, (c) => c.json({ attributes: [...c.var.model.columns.attributes] }, 200))
  .openapi(samplesRoute, (c) => c.json({ samples: c.var.model.samples }, 200))
  .openapi(healthRoute, (c) => {
    const { manifest, engine } = c.var.model;
    const status = c.var.degraded || engine.isFailing ? ('degraded' as const) : ('ok' as const);
    const lists = engine.isFailing ? ('popular' as const) : undefined;
    return c.json({ status, modelVersion: manifest.modelVersion, lists }, 200);
  });

/** @throws Problem when the pointer cannot be read */
async function versionsNow(c: Context<AppEnv>, serving: string): Promise<VersionsResponse['versions']> {
  try {
    return await versionHistory(patientBucket(c.env.ARTIFACTS, READ_LIMIT_MS), serving);
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    throw new Problem('model-unavailable', 'The list of versions cannot be read; try again soon.', {
      cause: error,
      headers: { 'retry-after': '30' },
    });
  }
}
