// The interval of a share, which holds for few and for all as well (Wilson 1927).

/** Of 95%. */
const Z = 1.959964;

/**
 * (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n); everything from 0 to 1 where nothing was counted.
 *
 * @example wilson(0, 10) // from 0 to .278
 */
export function wilson(successes: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const p = successes / n;
  const centre = p + Z ** 2 / (2 * n);
  const spread = Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  const scale = 1 + Z ** 2 / n;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}
