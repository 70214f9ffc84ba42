// What became of a concept over retraining: told in concepts.json, answered with presets, judged by gates.
import { z } from 'zod';

const version = z.string().min(1);

/**
 * How a concept came into its version. `new`: born in it. `kept`: the latents of before, in a model that started from the
 * one before. `rebuilt`: other latents that do the same. `weakened`: the best that could be had does less of the same.
 */
export const FATES = ['new', 'kept', 'rebuilt', 'weakened'] as const;

/** Correlation with the lift of before, over items and a panel that nothing was fitted on; divided by what noise leaves of 1. */
const score = z.number().min(-1).max(1);

export const lineageSchema = z.object({
  /** The version that the concept was born in; absent where that is this one, whose name its files decide. */
  since: version.optional(),
  /** The version before this one; absent where the concept is new. */
  from: version.optional(),
  fate: z.enum(FATES),
  /** Against the lift that the concept was born with. */
  score: score.optional(),
  /** Against the lift that it had in `from`: slow drift leaves this high while `score` falls. */
  lastScore: score.optional(),
});

/** A concept that an earlier version had and none of the latents can bring back: presets may still name it. */
export const lostConceptSchema = z.object({
  id: z.string().min(3).max(100),
  label: z.string().min(1),
  kind: z.enum(['attribute', 'emergent']),
  attribute: z.string().nullable(),
  labelScore: z.number(),
  /** Items that an emergent one was known by, as far as the catalogue has them. */
  anchors: z.array(z.int().nonnegative()).optional(),
  since: version.optional(),
  /** The last version that had it. */
  lastIn: version,
  /** What the best rebuilding reached. */
  score: score.optional(),
  /** Living concepts whose lift is most like the one it was born with. */
  nearest: z.array(z.object({ id: z.string(), correlation: z.number() })),
});

/** A share with its 95% interval (Wilson 1927). */
export const survivedSchema = z.object({
  concepts: z.int().nonnegative(),
  /** Share of them. */
  survived: z.number().min(0).max(1),
  ciLow: z.number().min(0).max(1),
  ciHigh: z.number().min(0).max(1),
});

/** training/<version>/survival.json: how the concepts of the version before came through. */
export const survivalReportSchema = z.object({
  against: version,
  /** Score at which a concept counts as survived. */
  bound: z.number(),
  attribute: survivedSchema,
  emergent: survivedSchema,
  concepts: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['attribute', 'emergent']),
      fate: z.enum([...FATES, 'lost']),
      score: score.optional(),
      lastScore: score.optional(),
      survived: z.boolean(),
    }),
  ),
});

export type Fate = (typeof FATES)[number];
export type Lineage = z.infer<typeof lineageSchema>;
export type LostConcept = z.infer<typeof lostConceptSchema>;
export type Survived = z.infer<typeof survivedSchema>;
export type SurvivalReport = z.infer<typeof survivalReportSchema>;
