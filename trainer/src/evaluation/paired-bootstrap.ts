// Whether one ranking is better than another on the same users, or merely luckier.
import { quantile } from '../quantile.ts';
import { createRandom } from '../random.ts';

export interface PairedDifference {
  /** mean of a - b */
  difference: number;
  /** Bounds of the 95% interval: the .025 and .975 quantiles of the resampled differences. */
  low: number;
  high: number;
}

/**
 * Resamples users with replacement, each with both of their values, and takes the mean of a - b each time
 * (Efron and Tibshirani 1993, percentile interval).
 *
 * @param a one value a user, such as NDCG@10 @param b the other ranking's, users in the same order
 * @throws RangeError when the two do not pair, or there is nobody, or no resample is asked for
 */
export function pairedBootstrap(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { seed = 1, resamples = 2000 }: { seed?: number; resamples?: number } = {},
): PairedDifference {
  const users = a.length;
  if (users === 0 || users !== b.length) {
    throw new RangeError(
      `a paired bootstrap needs the same users on both sides, got ${users} and ${b.length}`,
    );
  }
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new RangeError(`a paired bootstrap needs a whole number of resamples, 1 or more, got ${resamples}`);
  }
  const differences = Float64Array.from({ length: users }, (_, user) => (a[user] ?? 0) - (b[user] ?? 0));
  const random = createRandom(seed, 'paired bootstrap');
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let draw = 0; draw < users; draw++) sum += differences[random.integer(users)] as number;
    return sum / users;
  }).sort();
  return {
    difference: differences.reduce((sum, value) => sum + value, 0) / users,
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
  };
}
