// The contract of /v1/recommendations, validated once at the Worker's boundary and typed for clients.
import { z } from 'zod';
import { METHODS } from './steering-methods.ts';
import { isStrength, savedListWishSchema, WHY_MISSED, wishesSchema } from './wishes.ts';

const itemId = z.string().min(1).max(200);
const itemIds = z.array(itemId).max(10_000);
const conceptId = z.string().min(1).max(100);
const attributeIds = z.array(z.string().min(1).max(200)).max(100).default([]);

export const steeringSchema = z
  .strictObject({
    /** Concept id → strength from -1 (less) to 1 (more), 0 being exactly the unsteered list; or → a wish for the first ten. */
    concepts: wishesSchema.default({}),
    /** How strengths become edits of latents. `target` takes none of them. */
    method: z.enum([...METHODS, 'target']).default('add'),
    /** Never, where a strength of -1 is only less: no item that shows one of these is listed. */
    exclude: z
      .strictObject({ concepts: z.array(conceptId).max(50).default([]), attributes: attributeIds })
      .default({ concepts: [], attributes: [] }),
  })
  .superRefine(({ concepts, method }, context) => {
    if (method !== 'target') return;
    for (const [id, wish] of Object.entries(concepts)) {
      const message = 'the method "target" takes { targetShare } and no strength';
      if (isStrength(wish)) context.addIssue({ code: 'custom', path: ['concepts', id], message });
    }
  });

/** Attribute ids. An item is listed when it has all of `allOf`, one of `anyOf` (if any are given), none of `noneOf`. */
export const filterSchema = z.strictObject({
  allOf: attributeIds,
  anyOf: attributeIds,
  noneOf: attributeIds,
});

/** What a single request and a batch have in common. */
const options = {
  steering: steeringSchema.optional(),
  /** A preset of the signed-in person; wishes in `steering` override its own. */
  presetId: z.string().min(1).max(64).optional(),
  /** A label of the caller's own, such as `friday-evening`; it comes back with the answer and changes nothing. */
  scenario: z.string().min(1).max(100).optional(),
  limit: z.int().min(1).max(100).default(10),
  exclude: itemIds.default([]),
  filter: filterSchema.optional(),
  /** Items of the history may come back. */
  includeSeen: z.boolean().default(false),
  /** 0 lists by score alone; towards 1 items that are unlike those above them come first (maximal marginal relevance). */
  diversity: z.number().min(0).max(1).default(0),
  /** False: the history is not looked at, and the list is the same for everybody. */
  profiling: z.boolean().default(true),
  /** Check the request and say what of it is not known, without making a list. */
  dryRun: z.boolean().default(false),
};

export const recommendationRequestSchema = z.strictObject({
  /** Item ids, oldest first; the newest that fit the model are used. */
  history: itemIds,
  ...options,
  /** `nextCursor` of an answer to the same request: the list goes on from there. */
  cursor: z.string().min(1).max(200).optional(),
  /** Also return the base list, how far each steered item moved, and what the steering did to the list. */
  compare: z.boolean().default(false),
  /** Also say for each item what its score is made of. */
  explain: z.boolean().default(false),
});

/** Edits that the head may score for a batch: three or four seconds of computing with 27,000 items. */
const MOST_EDITS = 12_000;

export const batchRequestSchema = z
  .strictObject({
    /** One history a list, each as in a single request. */
    histories: z.array(itemIds).min(1).max(100),
    ...options,
  })
  .superRefine(({ histories, steering }, context) => {
    if (steering === undefined || histories.length * editsOf(steering) <= MOST_EDITS) return;
    const message = 'too much for one batch: send fewer histories, or fewer concepts';
    context.addIssue({ code: 'custom', path: ['histories'], message });
  });

/** Edits scored for one history: for `gradient` a basis of up to 128 latents is tried both ways. Other wishes take one more. */
function editsOf({ concepts, method }: z.output<typeof steeringSchema>): number {
  const wishes = Object.values(concepts);
  const strengths = wishes.filter(isStrength).length;
  const basis = method === 'gradient' && strengths > 0 ? 2 * 128 : 0;
  return 3 + basis + strengths + (strengths < wishes.length ? 1 : 0);
}

const changesSchema = z.array(z.object({ id: z.string(), change: z.number() }));

/** What put an item there: `concepts`, `history` and `remainder` sum to the score. */
export const explanationSchema = z.object({
  /**
   * `wish`: a wish for the list brought it up; `steered`: the steering raises its score; `history`: it follows from the
   * history; `popular`: many people chose it; `fallback`: the popular list stands in for a model that failed.
   */
  reasons: z.array(z.enum(['wish', 'steered', 'history', 'popular', 'fallback'])).min(1),
  /** By how much the score would be lower without each steered concept. */
  concepts: changesSchema,
  /** The same without each of the 20 newest items of the history that the model used, newest first. */
  history: changesSchema,
  /** What those do not explain: how they act together, older items, and what the model gives everybody. */
  remainder: z.number(),
});

/** What the steering did to the items shown. */
export const comparisonSchema = z.object({
  /** Same list `none`; else by `replaced`: up to a fifth `low`, up to a half `medium`, beyond `high`. */
  impact: z.enum(['none', 'low', 'medium', 'high']),
  /** Share of the items shown that the base list lacks. */
  replaced: z.number(),
  /** For each steered concept the share of its items in the base list and in the steered one. */
  shares: z.array(z.object({ concept: z.string(), before: z.number(), after: z.number() })),
});

export const recommendedItemSchema = z.object({
  rank: z.int().positive(),
  id: z.string(),
  title: z.string(),
  /** Attribute ids, such as `genre:horror`; their labels are at /v1/attributes. */
  attributes: z.array(z.string()),
  /** Coarse: rounded to two decimals, so that answers do not give the model away. */
  score: z.number(),
  /** Places up (positive) or down against the base list; null when absent from it. Only when compared. */
  moved: z.int().nullable().optional(),
  explanation: explanationSchema.optional(),
});

/** What came of a wish, in the ten that the page begins in. */
export const keptWishSchema = z.object({
  concept: z.string(),
  asked: savedListWishSchema,
  /** Items of the concept in the first ten of the base list: this request without `steering.concepts` and preset. */
  base: z.int().nonnegative(),
  /** Items of the concept in the ten. */
  came: z.int().nonnegative(),
  kept: z.boolean(),
  /**
   * Only where it is not kept. `too-few-items`: the catalogue cannot keep it; `filtered`: what the request leaves out is
   * missing; `against-another-wish`: it can be kept, but not beside the others.
   */
  why: z.enum(WHY_MISSED).optional(),
});

/** Ids of the request that the model does not know. Catalogues change nightly, so they are no error. */
export const ignoredSchema = z.object({
  history: z.array(z.string()),
  concepts: z.array(z.string()),
  /** Attributes that no item has: a filter on all of them lists nothing, one on none of them leaves nothing out. */
  attributes: z.array(z.string()),
});

export const recommendationResponseSchema = z.object({
  recommendationId: z.string(),
  modelVersion: z.string(),
  items: z.array(recommendedItemSchema),
  base: z.array(recommendedItemSchema).optional(),
  comparison: comparisonSchema.optional(),
  /** What came of each wish that is no strength, the preset's among them. */
  wishes: z.array(keptWishSchema).optional(),
  /** The same of each `targetShare`, in shares, as before there were other wishes. */
  targets: z
    .array(z.object({ concept: z.string(), wanted: z.number(), share: z.number(), reached: z.boolean() }))
    .optional(),
  /**
   * `steered` or `model` lists come from the history. `popular` lists do not: no item of it was known, `profiling` was
   * false, or the model failed (`degraded`).
   */
  source: z.enum(['model', 'steered', 'popular']),
  /** True when this is not what the newest model would list: an older model or the popular list stands in. */
  degraded: z.boolean(),
  /** The preset that was applied, in the revision that was. */
  preset: z
    .object({
      id: z.string(),
      revision: z.int().positive(),
      /** Its concepts that did nothing to the list: the model lacks them, or no strength of theirs moves it. */
      idle: z.array(z.string()).optional(),
    })
    .optional(),
  scenario: z.string().optional(),
  /** Absent where the list ends. */
  nextCursor: z.string().optional(),
  ignored: ignoredSchema,
  dryRun: z.literal(true).optional(),
});

const perHistory = {
  recommendationId: true,
  items: true,
  wishes: true,
  targets: true,
  source: true,
  degraded: true,
  ignored: true,
  dryRun: true,
} as const;

export const batchResponseSchema = recommendationResponseSchema
  .pick({ modelVersion: true, preset: true, scenario: true })
  .extend({
    /** In the order of the histories. */
    results: z.array(recommendationResponseSchema.pick(perHistory)),
  });

export type Comparison = z.infer<typeof comparisonSchema>;
export type Explanation = z.infer<typeof explanationSchema>;
export type KeptWish = z.infer<typeof keptWishSchema>;
export type Filter = z.infer<typeof filterSchema>;
export type RecommendationRequest = z.input<typeof recommendationRequestSchema>;
export type RecommendationResponse = z.infer<typeof recommendationResponseSchema>;
export type BatchRequest = z.input<typeof batchRequestSchema>;
export type BatchResponse = z.infer<typeof batchResponseSchema>;
export type RecommendedItem = z.infer<typeof recommendedItemSchema>;
