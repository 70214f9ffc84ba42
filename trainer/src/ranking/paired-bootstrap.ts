// Whether one ranking is better than another on the same users, or merely luckier.
import { at } from '@trimtab/shared/look-up.ts';
import { quantile } from '../math/quantile.ts';
import { createRandom } from '../math/random.ts';

export interface PairedDifference {
  /** mean of a - b */
  difference: number;
  /** Bounds of the 95% interval: the .025 and .975 quantiles of the resampled differences. */
  low: number;
  high: number;
}

/**
 * Resamples users with replacement, each with all of their pairs of values, and takes the mean of a - b each time
 * (Efron and Tibshirani 1993, percentile interval).
 *
 * @param a one value a ranking, such as NDCG@10 @param b those of the other side, in the same order
 * @param users whose each ranking is; by default each is of another user
 * @throws RangeError when the two do not pair, or there is nobody, or no resample is asked for
 * @example const { difference, low, high } = pairedBootstrap(model.ndcg10, baseline.ndcg10, { seed });
 */
export function pairedBootstrap(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  {
    seed = 1,
    resamples = 2000,
    users,
  }: { seed?: number; resamples?: number; users?: readonly number[] } = {},
): PairedDifference {
  if (a.length === 0 || a.length !== b.length || (users !== undefined && users.length !== a.length)) {
    throw new RangeError(
      `a paired bootstrap needs the same users on both sides, got ${a.length} and ${b.length}`,
    );
  }
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new RangeError(`a paired bootstrap needs a whole number of resamples, 1 or more, got ${resamples}`);
  }
  const { sums, counts } = byUser(a, b, users);
  const random = createRandom(seed, 'paired bootstrap');
  const means = Float64Array.from({ length: resamples }, () => {
    let [sum, count] = [0, 0];
    for (let draw = 0; draw < sums.length; draw++) {
      const user = random.integer(sums.length);
      sum += sums[user] as number;
      count += counts[user] as number;
    }
    return sum / count;
  }).sort();
  return {
    difference: sums.reduce((sum, value) => sum + value, 0) / a.length,
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
  };
}

/** Σ of a - b over each user's rankings, and how many they are. */
function byUser(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  users?: readonly number[],
): { sums: number[]; counts: number[] } {
  const [sums, counts]: [number[], number[]] = [[], []];
  const places = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const user = users?.[i] ?? i;
    let place = places.get(user);
    if (place === undefined) {
      place = sums.push(0) - 1;
      counts.push(0);
      places.set(user, place);
    }
    sums[place] = at(sums, place) + at(a, i) - at(b, i);
    counts[place] = at(counts, place) + 1;
  }
  return { sums, counts };
}
