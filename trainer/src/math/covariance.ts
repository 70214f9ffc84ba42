// Mean and covariance of some rows of a matrix, with a ridge so that systems of equations with it can be solved.
import { addToDiagonal, ridgeOf } from '@trimtab/shared/cholesky.ts';

/** Rows of a matrix, and which of them count. */
export interface Rows {
  /** ∈ [any, d] */
  values: Float32Array;
  d: number;
  /** Places of the rows that count, n of them. */
  rows: Int32Array;
}

/** μ = Σ x / n ∈ [d] */
export function meanOfRows({ values, d, rows }: Rows): Float64Array {
  const mean = new Float64Array(d);
  for (const row of rows) {
    for (let i = 0; i < d; i++) mean[i] = (mean[i] as number) + (values[row * d + i] as number) / rows.length;
  }
  return mean;
}

/** C = Σ (x - μ)(x - μ)ᵀ / n ∈ [d, d], its lower half; centred first, since hidden states lie far from the origin. */
export function covarianceOfRows({ values, d, rows }: Rows, mean: Float64Array): Float64Array {
  const result = new Float64Array(d * d);
  const x = new Float64Array(d);
  for (const row of rows) {
    for (let i = 0; i < d; i++) x[i] = (values[row * d + i] as number) - (mean[i] as number);
    for (let i = 0; i < d; i++) {
      const share = (x[i] as number) / rows.length;
      for (let j = 0; j <= i; j++)
        result[i * d + j] = (result[i * d + j] as number) + share * (x[j] as number);
    }
  }
  return result;
}

/**
 * C + λI, its lower half, with λ a share of tr(C)/d. Where nothing varies λ is 1, which leaves weights of 0.
 *
 * @param share of the mean variance of a dimension
 */
export function ridgedCovariance(of: Rows, mean: Float64Array, share: number): Float64Array {
  const result = covarianceOfRows(of, mean);
  const ridge = ridgeOf(result, of.d, share);
  addToDiagonal(result, of.d, ridge > 0 ? ridge : 1);
  return result;
}
