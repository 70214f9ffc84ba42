// Whether the autoencoder of a start from weights may keep the directions of the one before, by what it keeps of new states.
import { z } from 'zod';

/** What an autoencoder keeps of the states of people whom it did not learn from. */
export const qualitySchema = z.object({
  /** 1 - Σ‖x - x̂‖² / Σ‖x - mean‖² */
  explainedVariance: z.number(),
  /** Share of latents that never fire. */
  deadShare: z.number(),
  /** NDCG@10 with x̂ in place of x ÷ NDCG@10 with x. */
  ndcgKept: z.number(),
});

export type AutoencoderQuality = z.infer<typeof qualitySchema>;

/** How far each figure may fall behind that of the night in which the directions were learnt. */
export const DIRECTIONS_BOUND = 0.05;

/**
 * Compares with the night that learnt the directions and not with the last one: else they could fall a little behind every
 * night and never be learnt again.
 */
export function directionsHold(now: AutoencoderQuality, learnt: AutoencoderQuality): boolean {
  return (
    now.explainedVariance >= learnt.explainedVariance - DIRECTIONS_BOUND &&
    now.ndcgKept >= learnt.ndcgKept - DIRECTIONS_BOUND &&
    now.deadShare <= learnt.deadShare + DIRECTIONS_BOUND
  );
}
