// Systems of linear equations with a symmetric, positive definite matrix, by Cholesky's factors.

/**
 * The lower triangle L with L·Lᵀ = the symmetric matrix whose lower half is given. ∈ [d, d]
 *
 * @throws RangeError where the matrix is not positive definite, as it never is with a number that is none
 * @example solve(cholesky(Float64Array.of(4, 0, 2, 10), 2), Float64Array.of(8, 22), 2) // 1, 2
 */
export function cholesky(matrix: Float64Array, d: number): Float64Array {
  const lower = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * d + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[i * d + k] as number) * (lower[j * d + k] as number);
      if (i === j && !(sum > 0)) throw notPositive(i, sum);
      lower[i * d + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * d + j] as number);
    }
  }
  return lower;
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
