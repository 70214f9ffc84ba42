// Weighted sums of outer products of rows, the one costly step of an edit that is worked out for a person.

/**
 * matrix += Σ_i w_i·r_i·r_iᵀ, of which the lower half alone is kept. Four rows go in together, so that each entry of
 * the matrix is read and written a quarter as often.
 *
 * @param matrix ∈ [d, d] @param rows ∈ [n, d] @param weights ∈ [n]
 */
export function addOuterProducts(
  matrix: Float64Array,
  rows: Float64Array,
  weights: ArrayLike<number>,
  d: number,
): void {
  const n = weights.length;
  const whole = n - (n % 4);
  for (let i = 0; i < whole; i += 4) addFour(matrix, rows, weights, d, i);
  for (let i = whole; i < n; i++) addOne(matrix, rows, weights[i] as number, d, i * d);
}

function addFour(
  matrix: Float64Array,
  rows: Float64Array,
  weights: ArrayLike<number>,
  d: number,
  first: number,
): void {
  const [p, q, r, s] = [first * d, (first + 1) * d, (first + 2) * d, (first + 3) * d];
  const [wp, wq] = [weights[first] as number, weights[first + 1] as number];
  const [wr, ws] = [weights[first + 2] as number, weights[first + 3] as number];
  // Two lines of the matrix at once, so that what is read of the rows serves both.
  for (let a = 0; a < d; a += 2) {
    const [x0, y0] = [wp * (rows[p + a] as number), wq * (rows[q + a] as number)];
    const [z0, u0] = [wr * (rows[r + a] as number), ws * (rows[s + a] as number)];
    const [upper, lower] = [a * d, (a + 1) * d];
    const isPair = a + 1 < d;
    const [x1, y1] = isPair ? [wp * (rows[p + a + 1] as number), wq * (rows[q + a + 1] as number)] : [0, 0];
    const [z1, u1] = isPair ? [wr * (rows[r + a + 1] as number), ws * (rows[s + a + 1] as number)] : [0, 0];
    // A last line alone is written twice, and the second time nothing is added.
    const to = isPair ? lower : upper;
    for (let b = 0; b <= a; b++) {
      const e = rows[p + b] as number;
      const f = rows[q + b] as number;
      const g = rows[r + b] as number;
      const h = rows[s + b] as number;
      matrix[upper + b] = (matrix[upper + b] as number) + x0 * e + y0 * f + z0 * g + u0 * h;
      matrix[to + b] = (matrix[to + b] as number) + x1 * e + y1 * f + z1 * g + u1 * h;
    }
    if (isPair)
      matrix[lower + a + 1] =
        (matrix[lower + a + 1] as number) +
        x1 * (rows[p + a + 1] as number) +
        y1 * (rows[q + a + 1] as number) +
        z1 * (rows[r + a + 1] as number) +
        u1 * (rows[s + a + 1] as number);
  }
}

function addOne(matrix: Float64Array, rows: Float64Array, weight: number, d: number, at: number): void {
  for (let a = 0; a < d; a++) {
    const scaled = weight * (rows[at + a] as number);
    for (let b = 0; b <= a; b++)
      matrix[a * d + b] = (matrix[a * d + b] as number) + scaled * (rows[at + b] as number);
  }
}

/** Σ_i w_i·r_i over some of the rows. ∈ [d] @param weights by the row's number */
export function weightedSum(
  rows: Float64Array,
  places: readonly number[],
  weights: ArrayLike<number>,
  d: number,
): Float64Array {
  const sum = new Float64Array(d);
  for (const place of places) {
    const weight = weights[place] as number;
    const from = place * d;
    for (let a = 0; a < d; a++) sum[a] = (sum[a] as number) + weight * (rows[from + a] as number);
  }
  return sum;
}

/** Σ_i w_i over some of the places. */
export function massOf(weights: ArrayLike<number>, places: readonly number[]): number {
  let mass = 0;
  for (const place of places) mass += weights[place] as number;
  return mass;
}
