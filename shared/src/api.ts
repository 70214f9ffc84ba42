// Requests and answers of the API, validated once at the Worker's boundary and typed for clients.
import { z } from 'zod';

const itemId = z.string().min(1).max(200);

export const strengthsSchema = z
  .record(z.string().min(1).max(100), z.number().min(-1).max(1))
  .refine((strengths) => Object.keys(strengths).length <= 50, 'at most 50 concepts can be steered at once');

export const steeringSchema = z.strictObject({
  /** Concept id → strength from -1 (less) to 1 (more); 0 is exactly the unsteered list. */
  concepts: strengthsSchema.default({}),
  method: z.enum(['add']).default('add'),
});

export const recommendationRequestSchema = z.strictObject({
  /** Item ids, oldest first; the newest that fit the model are used. */
  history: z.array(itemId).max(10_000),
  steering: steeringSchema.optional(),
  presetId: z.string().min(1).max(64).optional(),
  limit: z.int().min(1).max(100).default(10),
  exclude: z.array(itemId).max(10_000).default([]),
  /** Also return the base list, and how far each steered item moved. */
  compare: z.boolean().default(false),
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
});

export const recommendationResponseSchema = z.object({
  recommendationId: z.string(),
  modelVersion: z.string(),
  items: z.array(recommendedItemSchema),
  base: z.array(recommendedItemSchema).optional(),
  /** `steered` or `model` lists come from the history; `popular` says that no item of the history was known. */
  source: z.enum(['model', 'steered', 'popular']),
  ignored: z.object({ history: z.array(z.string()), concepts: z.array(z.string()) }),
});

export const presetInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  concepts: strengthsSchema,
});

export const presetSchema = presetInputSchema.extend({
  id: z.string(),
  modelVersion: z.string(),
  revision: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const presetsResponseSchema = z.object({ presets: z.array(presetSchema) });

export type RecommendationRequest = z.input<typeof recommendationRequestSchema>;
export type RecommendationResponse = z.infer<typeof recommendationResponseSchema>;
export type RecommendedItem = z.infer<typeof recommendedItemSchema>;
export type PresetInput = z.infer<typeof presetInputSchema>;
export type Preset = z.infer<typeof presetSchema>;
