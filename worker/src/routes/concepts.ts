// /v1/concepts: what can be steered, and what each concept means.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { conceptPageSchema, conceptsResponseSchema } from '@trimtab/shared/browse.ts';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { searchForm } from '../artifacts/loaded-model.ts';
import { byStrength, conceptPage, conceptSummary } from '../catalogue/describe.ts';
import { withModel } from '../http/middleware.ts';
import { Problem } from '../http/problem.ts';
import { problems } from '../http/problem-answers.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/',
  summary: 'List the concepts, strongest first',
  middleware: [withModel] as const,
  request: {
    query: z.object({
      query: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(1000).default(1000),
    }),
  },
  responses: {
    200: {
      description: 'Concepts whose label or id contains the query',
      content: { 'application/json': { schema: conceptsResponseSchema } },
    },
    ...problems(400, 503),
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'Read what one concept means',
  middleware: [withModel] as const,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: {
    200: {
      description: 'The concept with the items that show it',
      content: { 'application/json': { schema: conceptPageSchema } },
    },
    ...problems(400, 404, 503),
  },
});

export const concepts = new OpenAPIHono<AppEnv>()
  .openapi(listRoute, (c) => {
    const { query, limit } = c.req.valid('query');
    const wanted = searchForm(query).trim();
    const found = byStrength(c.var.model.concepts.values()).filter(({ id, label }) =>
      [id, searchForm(label)].some((text) => text.includes(wanted)),
    );
    return c.json({ concepts: found.slice(0, limit).map(conceptSummary) }, 200);
  })
  .openapi(readRoute, (c) => {
    const { id } = c.req.valid('param');
    const concept = c.var.model.concepts.get(id);
    if (concept === undefined) {
      throw new Problem('concept-not-found', `The model has no concept ${id}; GET /v1/concepts lists them.`);
    }
    return c.json(conceptPage(c.var.model, concept), 200);
  });
