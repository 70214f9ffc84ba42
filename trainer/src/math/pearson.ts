// Pearson's correlation.

/** n·Σx² - (Σx)²; 0 for a constant series, of which rounding would leave a little, of either sign. */
export function spreadOf(n: number, sum: number, squares: number): number {
  const spread = n * squares - sum * sum;
  return spread > 1e-10 * n * squares ? spread : 0;
}

/** Correlation of two plain series; 0 when one of them is constant. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    sums.a += x;
    sums.b += y;
    sums.aa += x * x;
    sums.bb += y * y;
    sums.ab += x * y;
  }
  const n = a.length;
  const spread = spreadOf(n, sums.a, sums.aa) * spreadOf(n, sums.b, sums.bb);
  return spread > 0 ? (n * sums.ab - sums.a * sums.b) / Math.sqrt(spread) : 0;
}
