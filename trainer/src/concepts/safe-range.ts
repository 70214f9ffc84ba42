// How strong a person may steer by a concept before lists get worse than a bound, measured on as many people as that takes.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { at } from '@trimtab/shared/look-up.ts';
import { mean } from '../math/mean.ts';

/** Relative loss of NDCG@10 that a safe strength may have. */
export const LARGEST_LOSS = 0.05;
/** How far the bound of a loss may be from its mean, where there are people enough. */
const NARROW = 0.01;
const SMALLEST = 0.25;
const MIDDLE = 0.5;
const BEYOND = [0.75, 1];
/** One-sided 95% of a normal distribution. */
const BOUND = 1.645;
/** So many standard errors from the bound no further people would change the verdict. */
const DECIDED = 2.5;

/** People on whom steering is measured. */
export interface Crowd {
  /** NDCG@10 of each without steering. */
  base: ArrayLike<number>;
  /** The same under the concept's edit of a signed strength. */
  at(strength: number): Promise<ArrayLike<number>>;
}

export type Loss = NonNullable<NonNullable<Concept['safety']>['max']>;

export interface SafeRange extends Pick<Concept, 'safeRange'> {
  /** What is lost at the ends of the range, or, where it has no such end, at the smallest strength. */
  safety: { min: Loss; max: Loss };
}

/** @param crowds the first are measured always, the others as long as the interval is wide and the verdict open */
export async function safeRangeOf(crowds: readonly Crowd[]): Promise<SafeRange> {
  const [up, down] = [await farthest(crowds, 1), await farthest(crowds, -1)];
  return {
    safeRange: { min: down.strength === 0 ? 0 : -down.strength, max: up.strength },
    safety: { min: down.loss, max: up.loss },
  };
}

/** Losses grow with strength, so that the range is looked for from its middle outward. */
async function farthest(crowds: readonly Crowd[], sign: 1 | -1): Promise<{ strength: number; loss: Loss }> {
  const lossOf = (strength: number): Promise<Loss> => lossAt(crowds, sign * strength);
  const middle = await lossOf(MIDDLE);
  if (!isSafe(middle)) {
    const loss = await lossOf(SMALLEST);
    return { strength: isSafe(loss) ? SMALLEST : 0, loss };
  }
  let safe = { strength: MIDDLE, loss: middle };
  for (const strength of BEYOND) {
    const loss = await lossOf(strength);
    if (!isSafe(loss)) break;
    safe = { strength, loss };
  }
  return safe;
}

const isSafe = ({ high }: Loss): boolean => high <= LARGEST_LOSS;

/** The loss on the first crowds together: as many as make the interval narrow, or the verdict plain. */
export async function lossAt(crowds: readonly Crowd[], strength: number): Promise<Loss> {
  const base: number[] = [];
  const steered: number[] = [];
  let loss = { mean: 0, low: 0, high: 0, users: 0 };
  for (const crowd of crowds) {
    base.push(...Array.from(crowd.base));
    steered.push(...Array.from(await crowd.at(strength)));
    loss = relativeLoss(base, steered);
    const width = loss.high - loss.mean;
    if (width < NARROW || Math.abs(loss.mean - LARGEST_LOSS) > (DECIDED / BOUND) * width) break;
  }
  return loss;
}

/** Upper 95% bound of the relative loss of NDCG@10. */
export const lossBound = (base: ArrayLike<number>, steered: ArrayLike<number>): number =>
  relativeLoss(base, steered).high;

/**
 * Relative loss of NDCG@10, paired over users: the mean loss by the base mean, and what is `bound` standard errors below and
 * above it.
 */
export function relativeLoss(base: ArrayLike<number>, steered: ArrayLike<number>, bound = BOUND): Loss {
  const losses = Array.from(base, (value, user) => value - at(steered, user));
  const average = mean(losses);
  const variance = mean(losses.map((loss) => (loss - average) ** 2));
  const error = Math.sqrt(variance / losses.length);
  const whole = Math.max(mean(base), Number.MIN_VALUE);
  const [low, high] = [average - bound * error, average + bound * error];
  return { mean: average / whole, low: low / whole, high: high / whole, users: losses.length };
}
