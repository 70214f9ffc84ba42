// Systems of linear equations with a symmetric, positive definite matrix, by Cholesky's factors.

/** The lower triangle L with L·Lᵀ = the symmetric matrix whose lower half is given. ∈ [d, d] */
export function cholesky(matrix: Float64Array, d: number): Float64Array {
  const lower = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * d + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[i * d + k] as number) * (lower[j * d + k] as number);
      lower[i * d + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * d + j] as number);
    }
  }
  return lower;
}

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
