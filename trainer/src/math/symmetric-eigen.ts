// Eigenvalues and eigenvectors of a small symmetric matrix, largest first.

/** Sweeps after which every matrix of the sizes here has long converged. */
const MOST_SWEEPS = 60;
const TOLERANCE = 1e-22;

export interface Eigen {
  /** By falling value. ∈ [n] */
  values: Float64Array;
  /** Row i is the unit eigenvector of values[i]. ∈ [n, n] */
  vectors: Float64Array;
}

/**
 * Cyclic Jacobi (Golub and Van Loan, §8.5): rotations A ← JᵀAJ that zero one pair after the other until the sum of
 * squares off the diagonal is a rounding error of that of the whole.
 *
 * @param matrix A ∈ [n, n], symmetric; left as it is
 */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): Eigen {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const whole = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS && squaresOffDiagonal(a, n) > TOLERANCE * whole; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => (a[j * n + j] as number) - (a[i * n + i] as number),
  );
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => vectors.set(v.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (i) => a[i * n + i] as number), vectors };
}

function squaresOffDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += 2 * (a[i * n + j] as number) ** 2;
  return sum;
}

/** Rotates rows and columns p and q so that A_pq becomes 0, and rows p and q of the vectors with them. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < n; i++) turn(a, i * n + p, i * n + q, c, s); // columns
  for (let i = 0; i < n; i++) turn(a, p * n + i, q * n + i, c, s); // rows
  for (let i = 0; i < n; i++) turn(v, p * n + i, q * n + i, c, s);
}

function turn(values: Float64Array, first: number, second: number, c: number, s: number): void {
  const [x, y] = [values[first] as number, values[second] as number];
  values[first] = c * x - s * y;
  values[second] = s * x + c * y;
}
