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
  for (let a = 0; a < d; a++) {
    const [x, y] = [wp * (rows[p + a] as number), wq * (rows[q + a] as number)];
    const [z, u] = [wr * (rows[r + a] as number), ws * (rows[s + a] as number)];
    const line = a * d;
    for (let b = 0; b <= a; b++) {
      matrix[line + b] =
        (matrix[line + b] as number) +
        x * (rows[p + b] as number) +
        y * (rows[q + b] as number) +
        z * (rows[r + b] as number) +
        u * (rows[s + b] as number);
    }
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
