// Calibration: how large an edit is strength 1, how strong a person may safely steer, and what moves when they do.
import type { Calibration, Concept } from '@trimtab/shared/concepts.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { SteeredLists, SteeringBench } from '../evaluation/steering-bench.ts';
import { exposure, fixedChange, logOdds, mean } from '../evaluation/steering-bench.ts';

/** Change of exposure at strength 1, in log-odds. */
const GAIN = 1;
const LARGEST_LOSS = 0.05;
const STRENGTHS = [0.25, 0.5, 0.75, 1];

export interface CalibrationResult extends Pick<
  Concept,
  'calibration' | 'safeRange' | 'promoted' | 'demoted'
> {
  /** Log-odds gained at strength 1 and lost at -1: less than 1 where no size reaches it. */
  reached: { up: number; down: number };
}

/**
 * @param direction Σ_j w_j·dec_j ∈ [d], what a size of 1 adds to the hidden state
 * @param items the concept's items, whose share of the top 10 is its exposure
 * @param base the bench's lists without any change
 */
export async function calibrate(
  bench: SteeringBench,
  base: SteeredLists,
  direction: Float32Array,
  items: ReadonlySet<number>,
): Promise<CalibrationResult> {
  const places = base.lists.reduce((sum, list) => sum + list.length, 0);
  const start = logOdds(exposure(base.lists, items), places);
  const runAt = (size: number): Promise<SteeredLists> =>
    bench.run(fixedChange(direction.map((x) => x * size)));
  const gainOf = (lists: SteeredLists): number => logOdds(exposure(lists.lists, items), places) - start;
  const up = await sizeForGain(async (size) => gainOf(await runAt(size)), GAIN);
  const down = await sizeForGain(async (size) => -gainOf(await runAt(-size)), GAIN);
  const calibration: Calibration = { up: up.size, down: down.size };
  const safe = { up: 0, down: 0 };
  for (const [side, sign] of [
    ['up', 1],
    ['down', -1],
  ] as const) {
    for (const strength of STRENGTHS) {
      const steered = await runAt(sign * strength * calibration[side]);
      if (lossBound(base.ndcg10, steered.ndcg10) > LARGEST_LOSS) break;
      safe[side] = strength;
    }
  }
  const steered = await runAt(calibration.up);
  return {
    calibration,
    safeRange: { min: safe.down === 0 ? 0 : -safe.down, max: safe.up },
    ...moved(base, steered),
    reached: { up: up.gain, down: down.gain },
  };
}

/**
 * The size whose gain is `wanted`, to 2%: doubled until the gain is passed, then bisected. Gains grow with size but not
 * for ever; when eight doublings do not reach it, the size with the largest gain is returned.
 */
export async function sizeForGain(
  gainAt: (size: number) => Promise<number>,
  wanted: number,
): Promise<{ size: number; gain: number }> {
  let low = { size: 0, gain: 0 };
  let best = low;
  let size = 1;
  for (let doubling = 0; doubling < 8; doubling++, size *= 2) {
    const tried = { size, gain: await gainAt(size) };
    if (tried.gain > best.gain) best = tried;
    if (tried.gain >= wanted) return bisect(gainAt, wanted, low, tried);
    low = tried;
  }
  return best;
}

async function bisect(
  gainAt: (size: number) => Promise<number>,
  wanted: number,
  low: { size: number; gain: number },
  high: { size: number; gain: number },
): Promise<{ size: number; gain: number }> {
  let [below, above] = [low, high];
  for (let i = 0; i < 12 && above.gain - wanted > 0.02 * wanted; i++) {
    const size = (below.size + above.size) / 2;
    const tried = { size, gain: await gainAt(size) };
    if (tried.gain >= wanted) above = tried;
    else below = tried;
  }
  return above;
}

/**
 * Upper 95% bound of the relative NDCG@10 loss, paired over users: (mean loss + 1.645·standard error) / base mean.
 */
export function lossBound(base: ArrayLike<number>, steered: ArrayLike<number>): number {
  const losses = Array.from(base, (value, user) => value - (steered[user] ?? 0));
  const average = mean(losses);
  const variance = mean(losses.map((loss) => (loss - average) ** 2));
  const bound = average + 1.645 * Math.sqrt(variance / losses.length);
  return bound / Math.max(mean(base), Number.MIN_VALUE);
}

/** Items whose mean score rose and fell most against that of all items. */
function moved(base: SteeredLists, steered: SteeredLists): Pick<Concept, 'promoted' | 'demoted'> {
  const change = steered.meanScores.map((score, item) => score - (base.meanScores[item] ?? 0));
  return {
    promoted: topK(change, 10),
    demoted: topK(
      change.map((x) => -x),
      10,
    ),
  };
}
