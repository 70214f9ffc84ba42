// What the gate asks of concepts and presets: which of an earlier version live on in a new one.
import { z } from 'zod';

/** The part that the gate reads of the report on concepts through retraining; more may stand beside it. */
export const survivalSchema = z.object({
  /** The version whose concepts were followed. */
  against: z.string(),
  concepts: z.array(
    z.object({
      /** In the earlier version. */
      id: z.string(),
      kind: z.enum(['attribute', 'emergent']),
      survived: z.boolean(),
    }),
  ),
});

/** Presets as the night reads them from D1: which wishes, and how many presets hold just these. */
export const presetWishesSchema = z.array(
  z.object({
    modelVersion: z.string(),
    /** Concept id → wish, as it is saved. */
    concepts: z.record(z.string(), z.unknown()),
    presets: z.int().positive(),
  }),
);

export type Survival = z.infer<typeof survivalSchema>;
export type PresetWishes = z.infer<typeof presetWishesSchema>;
