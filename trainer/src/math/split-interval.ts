// The mean of a figure over item splits, and how far it can be trusted.
import { mean } from './mean.ts';

/** Student's t at .975, by degrees of freedom from 1. */
const T_975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/**
 * mean ± t_{.975, J-1}·√((1/J + 1)·s²), with s² the variance between J splits into halves. Splits of the same items
 * overlap, so s²/J alone would claim too much: Nadeau and Bengio (2003, "Inference for the generalization error") add
 * the size of the scored part over that of the fitted part, which is 1 for halves.
 *
 * @throws RangeError for fewer than 2 or more than 10 values
 */
export function splitInterval(values: readonly number[]): { mean: number; low: number; high: number } {
  const t = T_975[values.length - 2];
  if (t === undefined) throw new RangeError(`an interval needs 2 to 10 splits, got ${values.length}`);
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  const reach = t * Math.sqrt((1 / values.length + 1) * variance);
  return { mean: middle, low: middle - reach, high: middle + reach };
}
