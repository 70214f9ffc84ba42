// Eigenvalues and eigenvectors of a small symmetric matrix, largest first.
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

export interface Eigen {
  /** By falling value. ∈ [n] */
  values: Float64Array;
  /** Row i is the unit eigenvector of values[i]. ∈ [n, n] */
  vectors: Float64Array;
}

/**
 * A·vᵢ = λᵢ·vᵢ, by Householder's tridiagonal form and implicit QL (Golub and Van Loan, §8.3), as `ml-matrix` does it.
 * The sign of a vector is arbitrary.
 *
 * @param matrix A ∈ [n, n], symmetric; left as it is
 * @example symmetricEigen([2, 1, 1, 2], 2).values // 3, 1
 */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): Eigen {
  const found = new EigenvalueDecomposition(Matrix.from1DArray(n, n, matrix), { assumeSymmetric: true });
  const columns = found.eigenvectorMatrix; // by rising value
  return {
    values: Float64Array.from(found.realEigenvalues).toReversed(),
    vectors: Float64Array.from({ length: n * n }, (_, place) =>
      columns.get(place % n, n - 1 - Math.floor(place / n)),
    ),
  };
}
