// /v1/concepts: what can be steered, what each concept means, and which ones speak of given items or words.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import {
  conceptPageSchema,
  conceptsResponseSchema,
  itemsResponseSchema,
  similarConceptsSchema,
  suggestRequestSchema,
  suggestResponseSchema,
  type SuggestResponse,
  type Taste,
} from '@trimtab/shared/browse.ts';
import type { Context } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { rankedItemsShowing } from '../catalogue/concept-items.ts';
import { conceptNamed } from '../catalogue/concept-named.ts';
import { conceptPage, conceptSummary, describeItems } from '../catalogue/describe.ts';
import {
  conceptsInText,
  conceptsOfItems,
  searchConcepts,
  understoodIn,
  type Found,
} from '../catalogue/find-concepts.ts';
import { everybodys } from '../http/caching.ts';
import { limitByAddress, limitLookUps, withModel } from '../http/middleware.ts';
import { Problem } from '../problem.ts';
import { problems } from '../http/problem-answers.ts';
import { MAY_SEND_KEY } from '../http/security.ts';
import { pacedEngine } from '../inference/paced-engine.ts';
import { resolveIds } from '../recommendations/resolve.ts';
import { tasteOf } from '../recommendations/taste.ts';

const middleware = [limitLookUps, everybodys, withModel];
const params = z.object({ id: z.string().min(1).max(100) });
const limitUpTo = (most: number, usual: number) =>
  z.coerce.number<string | number>().int().min(1).max(most).default(usual);

const listRoute = createRoute({
  method: 'get',
  path: '/',
  summary: 'List the concepts, strongest first',
  description:
    'Concepts that an attribute names come before emergent ones. Without a query all of them are listed.',
  security: MAY_SEND_KEY,
  middleware,
  request: {
    query: z.object({
      /** Words, or their beginnings, of a label or id. */
      query: z.string().max(200).default(''),
      kind: z.enum(['attribute', 'emergent']).optional(),
      limit: limitUpTo(1000, 1000),
    }),
  },
  responses: {
    200: {
      description: 'Concepts whose label or id has words that begin with those of the query',
      content: { 'application/json': { schema: conceptsResponseSchema } },
    },
    ...problems(400, 429, 503),
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/{id}',
  summary: 'Read what one concept means',
  description:
    'With the items that show it, those that it promotes and demotes, how strongly it fires, and what is like it.',
  security: MAY_SEND_KEY,
  middleware,
  request: { params },
  responses: {
    200: {
      description: 'The concept with the items that show it',
      content: { 'application/json': { schema: conceptPageSchema } },
    },
    ...problems(400, 404, 429, 503),
  },
});

const itemsRoute = createRoute({
  method: 'get',
  path: '/{id}/items',
  summary: 'List the items that show a concept',
  description: 'These are the items that a wish for the concept counts.',
  security: MAY_SEND_KEY,
  middleware,
  request: { params, query: z.object({ limit: limitUpTo(100, 20) }) },
  responses: {
    200: {
      description: 'Those that the concept fires on most, then the others by popularity',
      content: { 'application/json': { schema: itemsResponseSchema } },
    },
    ...problems(400, 404, 429, 503),
  },
});

const similarRoute = createRoute({
  method: 'get',
  path: '/{id}/similar',
  summary: 'List the concepts that are most like one',
  description: 'Steering by one of them moves a list much as steering by the other does.',
  security: MAY_SEND_KEY,
  middleware,
  request: { params },
  responses: {
    200: {
      description: 'By the cosine of what the two add to the hidden state, most alike first',
      content: { 'application/json': { schema: similarConceptsSchema } },
    },
    ...problems(400, 404, 429, 503),
  },
});

const suggestRoute = createRoute({
  method: 'post',
  path: '/suggest',
  summary: 'Turn a text into wishes, or find the concepts that describe a history or example items',
  security: MAY_SEND_KEY,
  description:
    'For items: concepts that are commoner among them than in the catalogue. For a text (English): the wish that each ' +
    'understood word became, what was not understood, and concepts whose label it has, or whose top items carry what it ' +
    'names. For a history also what the model takes the person for. When no concept is found, `match` is `none`.',
  middleware: [limitByAddress, withModel] as const,
  request: {
    body: { required: true, content: { 'application/json': { schema: suggestRequestSchema } } },
  },
  responses: {
    200: {
      description: 'Concepts, best first',
      content: { 'application/json': { schema: suggestResponseSchema } },
    },
    ...problems(400, 413, 415, 429, 503),
  },
});

export const concepts = new OpenAPIHono<AppEnv>()
  .openapi(listRoute, (c) => {
    const { query, kind, limit } = c.req.valid('query');
    const found = searchConcepts(c.var.model, query).filter((one) => kind === undefined || one.kind === kind);
    return c.json({ concepts: found.slice(0, limit).map(conceptSummary) }, 200);
  })
  .openapi(suggestRoute, async (c) => {
    const { text, history, items = history ?? [], limit } = c.req.valid('json');
    const { model } = c.var;
    const { known, unknown } = resolveIds(items, await model.texts.indicesOf(items));
    const phrase = text === undefined ? undefined : understoodIn(model, text);
    const found =
      phrase === undefined ? conceptsOfItems(model, known) : conceptsInText(model, text ?? '', phrase);
    const match: SuggestResponse['match'] =
      found.length === 0 ? 'none' : phrase === undefined ? 'items' : 'text';
    const taste = history === undefined ? null : await tasteIfRun(c, history);
    return c.json(
      {
        match,
        concepts: found.slice(0, limit).map(suggestion),
        ...phrase,
        ...(taste && { taste: taste.slice(0, limit) }),
        ignored: { items: unknown },
      },
      200,
    );
  })
  .openapi(readRoute, async (c) => {
    return c.json(await conceptPage(c.var.model, conceptNamed(c.var.model, c.req.valid('param').id)), 200);
  })
  .openapi(itemsRoute, async (c) => {
    const { model } = c.var;
    const showing = rankedItemsShowing(model, conceptNamed(model, c.req.valid('param').id));
    const items = showing.slice(0, c.req.valid('query').limit);
    return c.json({ items: await describeItems(model, items) }, 200);
  })
  .openapi(similarRoute, (c) => {
    const { model } = c.var;
    const similar = conceptNamed(model, c.req.valid('param').id).neighbours.flatMap(({ id, cosine }) => {
      const concept = model.concepts.get(id);
      return concept === undefined ? [] : [{ ...conceptSummary(concept), cosine }];
    });
    return c.json({ concepts: similar }, 200);
  });

const suggestion = ({ concept, relevance }: Found) => ({
  ...conceptSummary(concept),
  relevance: Math.round(1000 * relevance) / 1000,
});

/** A model that fails tells no taste; whoever operates it must hear of it, and the text is still understood. */
async function tasteIfRun(c: Context<AppEnv>, history: readonly string[]): Promise<Taste[] | null> {
  const { model, pace, services, requestId } = c.var;
  try {
    return await tasteOf({ ...model, engine: pacedEngine(model.engine, pace) }, history);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { modelVersion } = model.manifest;
    services.log({
      level: 'error',
      event: 'inference-failed',
      modelVersion,
      requestId,
      message: String(error),
    });
    return null;
  }
}
