// /v1/recommendations: a history and a steering in, ranked items out; one at a time or up to a hundred at once.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import {
  batchRequestSchema,
  batchResponseSchema,
  recommendationRequestSchema,
  recommendationResponseSchema,
} from '@trimtab/shared/api.ts';
import type { AppEnv } from '../app-env.ts';
import { limitBatchByAddress, limitByAddress } from '../http/middleware.ts';
import { problems } from '../http/problem-answers.ts';
import { MAY_SIGN_IN } from '../http/security.ts';
import { withServable } from '../http/with-servable.ts';
import { recommend } from '../recommendations/recommend.ts';
import { logFailure, wishesOf } from './wishes.ts';

const singleRoute = createRoute({
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

const batchRoute = createRoute({
  method: 'post',
  path: '/batch',
  summary: 'Recommend items for each of up to 100 histories, all steered alike',
  description:
    'Each list is what a single request with that history would get. Neither comparisons nor explanations are made.',
  security: MAY_SIGN_IN,
  middleware: [limitBatchByAddress, withServable] as const,
  request: { body: { required: true, content: { 'application/json': { schema: batchRequestSchema } } } },
  responses: {
    200: {
      description: 'A list for each history, in their order',
      content: { 'application/json': { schema: batchResponseSchema } },
    },
    ...problems(400, 401, 404, 413, 415, 429, 503),
  },
});

export const recommendations = new OpenAPIHono<AppEnv>()
  .openapi(singleRoute, async (c) => {
    const { scenario, ...asked } = c.req.valid('json');
    const { preset, ...wishes } = await wishesOf(c, asked);
    const answer = await recommend(c.var.servable, { ...asked, ...wishes }, (error) => logFailure(c, error));
    const { modelVersion } = c.var.servable.manifest;
    const degraded = answer.degraded || wishes.degraded || c.var.degraded;
    c.set('source', answer.source);
    c.set('degraded', degraded);
    const recommendationId = crypto.randomUUID();
    return c.json({ recommendationId, modelVersion, ...answer, degraded, preset, scenario }, 200);
  })
  .openapi(batchRoute, async (c) => {
    const { scenario, histories, ...asked } = c.req.valid('json');
    const { preset, ...wishes } = await wishesOf(c, asked);
    const results = [];
    for (const history of histories) {
      const ask = { ...asked, ...wishes, history, compare: false, explain: false };
      const answer = await recommend(c.var.servable, ask, (error) => logFailure(c, error));
      const { items, wishes: kept, targets, source, ignored, dryRun } = answer;
      const degraded = answer.degraded || wishes.degraded || c.var.degraded;
      const recommendationId = crypto.randomUUID();
      results.push({ recommendationId, items, wishes: kept, targets, source, degraded, ignored, dryRun });
    }
    const { modelVersion } = c.var.servable.manifest;
    return c.json({ modelVersion, results, preset, scenario }, 200);
  });
