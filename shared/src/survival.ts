// survival.json: what became of the concepts and the presets of an earlier version in a new one. What follows concepts
// through retraining writes it into the new run's folder, and the gate reads it there.
import { z } from 'zod';
import { modelVersionSchema } from './manifest.ts';

const kind = z.enum(['attribute', 'emergent']);

export const survivalSchema = z.object({
  candidate: modelVersionSchema.optional(),
  /** The version whose concepts and presets were followed. */
  against: modelVersionSchema,
  concepts: z.array(
    z.object({
      /** In the earlier version. */
      id: z.string(),
      kind,
      fate: z.enum(['kept', 'rebuilt', 'weakened', 'lost']),
      /** Correlation of old and new lift, corrected for what noise hides; null where it cannot be worked out. */
      score: z.number().nullable(),
      survived: z.boolean(),
    }),
  ),
  /** Different sets of wishes that presets hold, without owners and names. */
  presets: z
    .array(
      z.object({
        kind: z.enum(['attribute', 'emergent', 'mixed']),
        presets: z.int().positive(),
        survived: z.boolean(),
      }),
    )
    .optional(),
});

export type Survival = z.infer<typeof survivalSchema>;

/** Presets as the night reads them from D1: which wishes, and how many presets hold just these. */
export const presetWishesSchema = z.array(
  z.object({
    modelVersion: z.string(),
    /** Concept id → wish, as it is saved. */
    concepts: z.record(z.string(), z.unknown()),
    presets: z.int().positive(),
  }),
);

export type PresetWishes = z.infer<typeof presetWishesSchema>;
