// Answers about what can be looked up: items, attributes, concepts, sample histories and the model in use.
import { z } from 'zod';
import { attributeSchema } from './catalogue.ts';
import { conceptSchema } from './concepts.ts';
import { manifestSchema } from './manifest.ts';

export const itemSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Attribute ids, such as `genre:horror`; their labels are at /v1/attributes. */
  attributes: z.array(z.string()),
});

export const itemsResponseSchema = z.object({ items: z.array(itemSchema) });

export const attributesResponseSchema = z.object({ attributes: z.array(attributeSchema) });

/** What a slider needs. `labelScore` compares only within a kind. */
export const conceptSummarySchema = conceptSchema.pick({
  id: true,
  label: true,
  kind: true,
  attribute: true,
  labelScore: true,
  safeRange: true,
  density: true,
});

export const conceptsResponseSchema = z.object({ concepts: z.array(conceptSummarySchema) });

export const conceptPageSchema = conceptSummarySchema.extend({
  topItems: z.array(itemSchema),
  promoted: z.array(itemSchema),
  demoted: z.array(itemSchema),
  histogram: conceptSchema.shape.histogram,
  neighbours: z.array(z.object({ id: z.string(), label: z.string(), cosine: z.number() })),
});

export const similarConceptsSchema = z.object({
  concepts: z.array(conceptSummarySchema.extend({ cosine: z.number() })),
});

const itemIds = z.array(z.string().min(1).max(200)).min(1).max(1000);

/** Exactly one of the three. */
export const suggestRequestSchema = z
  .strictObject({
    /** A person's items, oldest first. */
    history: itemIds.optional(),
    /** Examples of what is wanted. */
    items: itemIds.optional(),
    /** What is wanted, in words. */
    text: z.string().trim().min(1).max(500).optional(),
    limit: z.int().min(1).max(50).default(10),
  })
  .refine(
    ({ history, items, text }) => [history, items, text].filter((given) => given !== undefined).length === 1,
    'expected exactly one of history, items, text',
  );

export const suggestResponseSchema = z.object({
  /** What the concepts were found by; `none` when nothing matches, and then there are no concepts. */
  match: z.enum(['items', 'text', 'none']),
  /** Best first. `relevance` compares within one answer. */
  concepts: z.array(conceptSummarySchema.extend({ relevance: z.number() })),
  ignored: z.object({ items: z.array(z.string()) }),
});

export const modelResponseSchema = z.object({
  modelVersion: z.string(),
  createdAt: z.iso.datetime(),
  data: manifestSchema.shape.data,
  model: manifestSchema.shape.model,
  hook: manifestSchema.shape.hook,
  latents: z.int(),
  concepts: z.int(),
  precision: manifestSchema.shape.precision,
  /** True when the version that the pointer names could not be loaded and an older one serves. */
  degraded: z.boolean(),
  /** What decides the order of a list, for people to read. */
  ranking: z.object({
    summary: z.string(),
    parameters: z.array(z.object({ name: z.string(), effect: z.string(), control: z.string() })),
  }),
  /** metrics.json as the run wrote it. */
  metrics: z.record(z.string(), z.unknown()),
});

export const healthResponseSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  modelVersion: z.string(),
  /** Present while the model fails when it is run, and popular lists stand in for its own. */
  lists: z.literal('popular').optional(),
});

export type Item = z.infer<typeof itemSchema>;
export type ConceptSummary = z.infer<typeof conceptSummarySchema>;
export type ConceptPage = z.infer<typeof conceptPageSchema>;
export type SuggestResponse = z.infer<typeof suggestResponseSchema>;
export type ModelResponse = z.infer<typeof modelResponseSchema>;
