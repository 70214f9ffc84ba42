// What `trimtab gate --json` prints: each rule that a candidate must pass, with its figure and its bound.
import { z } from 'zod';

export const gateRuleSchema = z.object({
  name: z.string(),
  /** What was measured; null where it could not be. */
  figure: z.number().nullable(),
  bound: z.number(),
  /** On which side of the bound the figure must lie; the bound itself is allowed. */
  must: z.enum(['be at least', 'be at most']),
  passed: z.boolean(),
  /** The part of people or items that the rule is about; absent for all. */
  slice: z.string().optional(),
  /** What the figure is, or why there is none. */
  says: z.string().optional(),
});

export const gateReportSchema = z.object({
  /** Version of the candidate. */
  candidate: z.string(),
  /** Version that serves; null where none does, and rules that compare are left out. */
  against: z.string().nullable(),
  passed: z.boolean(),
  rules: z.array(gateRuleSchema),
});

export type GateRule = z.infer<typeof gateRuleSchema>;
export type GateReport = z.infer<typeof gateReportSchema>;
