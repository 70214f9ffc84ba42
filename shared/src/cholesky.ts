// Systems of linear equations with a symmetric, positive definite matrix, by Cholesky's factors.

/**
 * The lower triangle L with L·Lᵀ = the symmetric matrix whose lower half is given. ∈ [d, d]
 *
 * @throws RangeError where the matrix is not positive definite, as it never is with a number that is none
 * @example solve(cholesky(Float64Array.of(4, 0, 2, 10), 2), Float64Array.of(8, 22), 2) // 1, 2
 */
export function cholesky(matrix: Float64Array, d: number): Float64Array {
  const lower = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    const pivot = entryBelow(matrix, lower, d, j, j);
    if (!(pivot > 0)) throw notPositive(j, pivot);
    const root = Math.sqrt(pivot);
    lower[j * d + j] = root;
    let i = j + 1;
    for (; i + 3 < d; i += 4) fourBelow(matrix, lower, d, j, i, root);
    for (; i < d; i++) lower[i * d + j] = entryBelow(matrix, lower, d, i, j) / root;
  }
  return lower;
}

/** M_ij - Σ_{k<j} L_ik·L_jk */
function entryBelow(matrix: Float64Array, lower: Float64Array, d: number, i: number, j: number): number {
  let sum = matrix[i * d + j] as number;
  for (let k = 0; k < j; k++) sum -= (lower[i * d + k] as number) * (lower[j * d + k] as number);
  return sum;
}

/** L_ij of four rows from i on: each sum waits for itself alone, so that four take hardly longer than one. */
function fourBelow(
  matrix: Float64Array,
  lower: Float64Array,
  d: number,
  j: number,
  i: number,
  root: number,
): void {
  const [p, q, r, s] = [i * d, (i + 1) * d, (i + 2) * d, (i + 3) * d];
  let [a, b] = [matrix[p + j] as number, matrix[q + j] as number];
  let [c, e] = [matrix[r + j] as number, matrix[s + j] as number];
  for (let k = 0, line = j * d; k < j; k++) {
    const factor = lower[line + k] as number;
    a -= (lower[p + k] as number) * factor;
    b -= (lower[q + k] as number) * factor;
    c -= (lower[r + k] as number) * factor;
    e -= (lower[s + k] as number) * factor;
  }
  lower[p + j] = a / root;
  lower[q + j] = b / root;
  lower[r + j] = c / root;
  lower[s + j] = e / root;
}

const notPositive = (row: number, pivot: number): RangeError =>
  new RangeError(
    `the matrix is not positive definite: pivot ${row} is ${pivot}, expected a number above 0; add to its diagonal`,
  );

/** w with L·Lᵀ·w = c: forward, then backward substitution. ∈ [d] */
export function solve(lower: Float64Array, c: Float64Array, d: number): Float64Array {
  const w = c.slice();
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) w[i] = (w[i] as number) - (lower[i * d + k] as number) * (w[k] as number);
    w[i] = (w[i] as number) / (lower[i * d + i] as number);
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) w[i] = (w[i] as number) - (lower[k * d + i] as number) * (w[k] as number);
    w[i] = (w[i] as number) / (lower[i * d + i] as number);
  }
  return w;
}

/** L⁻¹, by forward substitution in L·L⁻¹ = I. ∈ [d, d] */
export function inverseOfLower(lower: Float64Array, d: number): Float64Array {
  const inverse = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let left = i === j ? 1 : 0;
      for (let k = j; k < i; k++) left -= (lower[i * d + k] as number) * (inverse[k * d + j] as number);
      inverse[i * d + j] = left / (lower[i * d + i] as number);
    }
  }
  return inverse;
}

/** A ridge λ: a share of the mean of the matrix's diagonal. */
export function ridgeOf(matrix: Float64Array, d: number, share: number): number {
  let trace = 0;
  for (let i = 0; i < d; i++) trace += matrix[i * d + i] as number;
  return (share * trace) / d;
}

/** M + λI, in place. */
export function addToDiagonal(matrix: Float64Array, d: number, ridge: number): void {
  for (let i = 0; i < d; i++) matrix[i * d + i] = (matrix[i * d + i] as number) + ridge;
}
