// Answers about what can be looked up: items, attributes, concepts, sample histories and the model in use.
import { z } from 'zod';
import { attributeSchema } from './catalogue.ts';
import { conceptSchema } from './concepts.ts';
import { manifestSchema } from './manifest.ts';
import { savedListWishSchema } from './wishes.ts';

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
  lineage: true,
  experimental: true,
});

export const conceptsResponseSchema = z.object({ concepts: z.array(conceptSummarySchema) });

export const conceptPageSchema = conceptSummarySchema.extend({
  safety: conceptSchema.shape.safety,
  /** Part of a history where it fires, oldest first; versions from before there were examples lack it. */
  example: z.array(itemSchema.extend({ activation: z.number() })).optional(),
  exampleIsInvented: conceptSchema.shape.exampleIsInvented,
  topItems: z.array(itemSchema),
  promoted: z.array(itemSchema),
  demoted: z.array(itemSchema),
  histogram: conceptSchema.shape.histogram,
  costs: conceptSchema.shape.costs,
  neighbours: z.array(z.object({ id: z.string(), label: z.string(), cosine: z.number() })),
});

export const similarConceptsSchema = z.object({
  concepts: z.array(conceptSummarySchema.extend({ cosine: z.number() })),
});

const itemIds = z.array(z.string().min(1).max(200)).min(1).max(1000);

/** A text, a history or both; or example items alone. */
export const suggestRequestSchema = z
  .strictObject({
    /** A person's items, oldest first. */
    history: itemIds.optional(),
    /** Examples of what is wanted. */
    items: itemIds.optional(),
    /** What is wanted, in words (English): "funny, from the seventies, not scary". */
    text: z.string().trim().min(1).max(500).optional(),
    limit: z.int().min(1).max(50).default(10),
  })
  .refine(
    ({ history, items, text }) => (items !== undefined) !== (history !== undefined || text !== undefined),
    'expected a history, a text or both, or else items alone',
  );

/** Words of a text, and the wish that they became. Words that mean two concepts are there twice. */
export const understoodWordsSchema = z.object({
  /** As written, with the small words that say how much: "not scary". */
  words: z.string(),
  /** Where they stand in the text without blanks around it, in UTF-16 units: from `start` to before `end`. */
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  concept: z.string(),
  label: z.string(),
  wish: savedListWishSchema,
});

/** What the model takes a person for. */
export const tasteSchema = conceptSummarySchema.extend({
  /** Share of the model's probability for the next item that falls on the concept's items. */
  expectedShare: z.number(),
  /** Share of the concept's items in the first ten of the list without any steering. */
  baseShare: z.number(),
  /** Their share in the known items of the history. */
  historyShare: z.number(),
  /** Their share in the catalogue. */
  catalogueShare: z.number(),
});

export const suggestResponseSchema = z.object({
  /**
   * What `concepts` were found by: the text where there is one, else the items of the history or the examples; `none` when
   * nothing matches, and then there are no concepts.
   */
  match: z.enum(['items', 'text', 'none']),
  /** Best first, without those that the text denies. `relevance` compares within one answer. */
  concepts: z.array(conceptSummarySchema.extend({ relevance: z.number() })),
  /** Only for a text: what of it became a wish, in its order. */
  understood: z.array(understoodWordsSchema).optional(),
  /** Only for a text: words of it that could mean something and do not. */
  notUnderstood: z.array(z.string()).optional(),
  /** Only for a text: concept id → wish, to be sent as `steering.concepts`. Of what was said twice the last holds. */
  wishes: z.record(z.string(), savedListWishSchema).optional(),
  /**
   * Only for a history of which an item is known, and while the model runs: the concepts that the model expects more than
   * the catalogue has of them, strongest first by p·ln(p / q) of `expectedShare` and `catalogueShare`.
   */
  taste: z.array(tasteSchema).optional(),
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
    /** Which part of a list is whose doing. */
    parts: z.array(z.object({ name: z.string(), effect: z.string() })),
  }),
  /** metrics.json as the run wrote it. */
  metrics: z.record(z.string(), z.unknown()),
});

/**
 * What a version is to the service:
 *
 * - It `serves`, or it is a `canary` that a share of people gets.
 * - It was promoted and is `awaited`, since it could not be loaded.
 * - It was `rolled-back` and stays out.
 * - It served `before`, and can be gone back to.
 */
export const VERSION_STATES = ['serves', 'awaited', 'canary', 'rolled-back', 'before'] as const;

export const versionsResponseSchema = z.object({
  /** The one that serves first; those that served before stand last, newest first. */
  versions: z.array(
    z.object({
      modelVersion: z.string(),
      state: z.enum(VERSION_STATES),
      /** Of people who get it; only of a canary. */
      share: z.number().optional(),
      /** Null where the files of the version are gone. */
      facts: z
        .object({
          createdAt: z.iso.datetime(),
          data: manifestSchema.shape.data,
          /** Null where it was not measured. */
          hr10: z.number().nullable(),
          ndcg10: z.number().nullable(),
        })
        .nullable(),
    }),
  ),
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
export type Taste = z.infer<typeof tasteSchema>;
export type SuggestResponse = z.infer<typeof suggestResponseSchema>;
export type VersionsResponse = z.infer<typeof versionsResponseSchema>;
export type ModelResponse = z.infer<typeof modelResponseSchema>;
