// concepts.json: the named, weighted, small sets of latents that people steer.
import { z } from 'zod';
import { lineageSchema, lostConceptSchema } from './lineage.ts';

const index = z.int().nonnegative();
const share = z.number().min(0).max(1);

/**
 * A latent of a concept: the weight that an edit moves it by, and its reading, what its activation says of the concept;
 * without one the weight stands for both.
 */
export const weightedLatentSchema = z.object({ index, weight: z.number(), reading: z.number().optional() });

/**
 * Edit sizes of the `add` method: at strength s the latents move by `s·up·weight` (s > 0) or `s·down·weight` (s < 0),
 * so that exposure over the validation users changes by ±1.0 log-odds at s = ±1.
 */
export const calibrationSchema = z.object({ up: z.number().nonnegative(), down: z.number().nonnegative() });

/** What lists lose, as a share of their NDCG@10: on average over users, and the bounds that it is within by 95% each. */
export const lossSchema = z.object({ mean: z.number(), low: z.number(), high: z.number(), users: z.int() });

/** What a strength of a concept does to the lists of validation users. */
export const conceptCostSchema = z.object({
  strength: z.number().min(-1).max(1),
  /** Share of the concept's items in the first ten. */
  share,
  /** NDCG@10 as a share of that of unsteered lists, and the bounds that it is within by 95% each. */
  kept: z.number(),
  low: z.number(),
  high: z.number(),
});

export const conceptSchema = z.object({
  id: z.string().min(3).max(100),
  label: z.string().min(1),
  /** What people call it beside its label, as an operator has decided. */
  words: z.array(z.string().min(1)).optional(),
  kind: z.enum(['attribute', 'emergent']),
  /** The catalogue attribute that the concept stands for; null for an emergent one. */
  attribute: z.string().nullable(),
  /** ROC AUC (attribute) or point-biserial correlation (emergent) on held-out items. */
  labelScore: z.number(),
  latents: z.array(weightedLatentSchema).min(1).max(10),
  calibration: calibrationSchema,
  /** Sizes of the other methods; where they are absent `calibrationOf` says what serves. */
  calibrations: z
    .object({ set: calibrationSchema, scale: calibrationSchema, gradient: calibrationSchema })
    .partial()
    .optional(),
  /**
   * What the concept's latents add to the last hidden state in the mean over people, as long as it lifts the concept's items
   * by 1 among a person's own: lists lean along it before a wish is kept. ∈ [d]
   */
  lean: z.array(z.number()).min(1).optional(),
  /** Items that the concept is known by, strongest first: those whose share is an emergent concept's exposure. */
  anchors: z.array(index).optional(),
  /** Strengths between which the 95% bound of the NDCG@10 loss on validation users stays within 5%. */
  safeRange: z.object({ min: z.number().max(0), max: z.number().min(0) }),
  /** The loss of NDCG@10 at the two ends of the safe range; at ±.25 where an end is 0. */
  safety: z.object({ min: lossSchema, max: lossSchema }).optional(),
  /** By rising strength, 0 among them; absent in versions made before these were measured. */
  costs: z.array(conceptCostSchema).optional(),
  /** Share of positions where the concept fires. */
  density: share,
  /** Part of a history where it fires, oldest first: a person's, where the data's histories may be shown. */
  example: z.array(z.object({ item: index, activation: z.number() })).optional(),
  /** The history of the example is no person's: it was drawn from popular items and items of the concept. */
  exampleIsInvented: z.literal(true).optional(),
  topItems: z.array(index),
  promoted: z.array(index),
  demoted: z.array(index),
  /** Counts of activation in equal bins from 0 (excluded) to the largest seen. */
  histogram: z.object({ max: z.number().nonnegative(), counts: z.array(index) }),
  neighbours: z.array(z.object({ id: z.string(), cosine: z.number() })),
  /** Where the concept comes from; versions from before there was a lineage lack it. */
  lineage: lineageSchema.optional(),
  /** A second autoencoder on the same activations does not find it: shown, and not offered for presets. */
  experimental: z.literal(true).optional(),
});

/**
 * A latent that the method `gradient` moves, and by how much it is moved to both sides to see what that does to a person's
 * scores.
 */
export const basisLatentSchema = z.object({ index, step: z.number().positive() });

export const conceptsSchema = z.object({
  concepts: z.array(conceptSchema),
  /** What `gradient` moves for every concept; where it is absent, each concept's own latents. */
  basis: z.array(basisLatentSchema).min(1).max(128).optional(),
  /** Concepts of earlier versions that this one lacks. */
  lost: z.array(lostConceptSchema).optional(),
});

export type WeightedLatent = z.infer<typeof weightedLatentSchema>;
export type Basis = readonly z.infer<typeof basisLatentSchema>[];
export type Calibration = z.infer<typeof calibrationSchema>;
export type ConceptCost = z.infer<typeof conceptCostSchema>;
export type Concept = z.infer<typeof conceptSchema>;
export type Concepts = z.infer<typeof conceptsSchema>;
