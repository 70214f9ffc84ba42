// The standard normal distribution.

/** Φ(z), to 1e-7 (Abramowitz and Stegun 1964, 7.1.26 in the form of Numerical Recipes' erfcc). */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const tail = t * Math.exp(-x * x + polynomial(t));
  return z < 0 ? tail / 2 : 1 - tail / 2;
}

const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

const polynomial = (t: number): number =>
  COEFFICIENTS.reduceRight((sum, coefficient) => sum * t + coefficient, 0);

/** Φ⁻¹(p), by halving. @throws RangeError unless 0 < p < 1 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile is of a share between 0 and 1, got ${p}`);
  let [low, high] = [-40, 40];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
