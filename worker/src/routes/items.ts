// /v1/items: search the catalogue.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { itemsResponseSchema } from '@trimtab/shared/browse.ts';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { describeItems } from '../catalogue/describe.ts';
import { findItems } from '../catalogue/find-items.ts';
import { everybodys } from '../http/caching.ts';
import { limitLookUps, withModel } from '../http/middleware.ts';
import { resolveIds } from '../recommendations/resolve.ts';
import { problems } from '../http/problem-answers.ts';
import { MAY_SEND_KEY } from '../http/security.ts';

const route = createRoute({
  method: 'get',
  path: '/',
  summary: 'Find items by title, or read them by id',
  description:
    'A search forgives accents and takes the beginnings of words. Ids that the catalogue lacks are left out.',
  security: MAY_SEND_KEY,
  middleware: [limitLookUps, everybodys, withModel] as const,
  request: {
    query: z.object({
      query: z.string().max(200).default(''),
      /** Once or many times: these items, in this order, instead of a search. */
      id: z.union([z.string(), z.array(z.string()).max(100)]).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
  },
  responses: {
    200: {
      description:
        'Items whose title, or else whose attributes, have words that begin with those of the query; where there are none, with typing mistakes forgiven. The popular ones without a query',
      content: { 'application/json': { schema: itemsResponseSchema } },
    },
    ...problems(400, 429, 503),
  },
});

export const items = new OpenAPIHono<AppEnv>().openapi(route, async (c) => {
  const { query, limit, id } = c.req.valid('query');
  const { model } = c.var;
  const { texts } = model;
  const ids = [id ?? []].flat();
  const found =
    id === undefined
      ? await findItems(model, query, limit)
      : resolveIds(ids, await texts.indicesOf(ids)).known;
  return c.json({ items: await describeItems(model, found) }, 200);
});
