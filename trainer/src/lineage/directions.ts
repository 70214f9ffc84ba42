// The directions of yesterday's autoencoder in a start from weights: kept while it keeps as much of the new states as when they
// were learnt, and else learnt on.
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

/**
 * How far each figure may fall behind that of the night in which the directions were learnt. Learning them on leaves as many
 * latents dead as the encoder alone does, so that their share is held more loosely.
 */
export const DIRECTIONS_BOUNDS: AutoencoderQuality = {
  explainedVariance: 0.05,
  deadShare: 0.1,
  ndcgKept: 0.05,
};

/**
 * Compares with the night that learnt the directions and not with the last one: else they could fall a little behind every
 * night and never be learnt again.
 */
function directionsHold(now: AutoencoderQuality, learnt: AutoencoderQuality): boolean {
  return (
    now.explainedVariance >= learnt.explainedVariance - DIRECTIONS_BOUNDS.explainedVariance &&
    now.ndcgKept >= learnt.ndcgKept - DIRECTIONS_BOUNDS.ndcgKept &&
    now.deadShare <= learnt.deadShare + DIRECTIONS_BOUNDS.deadShare
  );
}

export interface DirectionsOptions<Weights> {
  /** Trains all but the directions, or all. */
  train(options: { frozenDecoder: boolean }): Promise<Weights>;
  quality(weights: Weights): Promise<AutoencoderQuality>;
  /** Of the night that learnt the directions; without it, tonight's with them is what later nights are held to. */
  learnt: AutoencoderQuality | undefined;
}

export interface Directed<Weights> {
  weights: Weights;
  learnt: AutoencoderQuality;
  /** With the directions of before. */
  before: AutoencoderQuality;
  held: boolean;
}

/** Concepts are sums of directions: as long as these stay, each concept is the very edit that it was. */
export async function holdDirections<Weights>({
  train,
  quality,
  learnt,
}: DirectionsOptions<Weights>): Promise<Directed<Weights>> {
  const same = await train({ frozenDecoder: true });
  const before = await quality(same);
  if (learnt === undefined || directionsHold(before, learnt))
    return { weights: same, learnt: learnt ?? before, before, held: true };
  const weights = await train({ frozenDecoder: false });
  return { weights, learnt: await quality(weights), before, held: false };
}
