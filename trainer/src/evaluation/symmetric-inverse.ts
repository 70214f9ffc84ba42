// The inverse of a symmetric positive definite matrix, in place and in blocks: small, exact enough, no dependency.

/** Columns swept at once: two panels of this width stay in the cache while the whole matrix streams past. */
const BLOCK = 64;

/** Rows of a panel that are used again and again before the next ones: 32 of 64 numbers fill half a first-level cache. */
const STRIP = 32;

/**
 * A ← A⁻¹ by the sweep operator (Goodnight 1979). Sweeping the block K, with D = A_KK⁻¹, sets
 *
 *   A_ij ← A_ij - A_iK D A_Kj,   A_iK ← A_iK D,   A_KK ← -D
 *
 * and after every block was swept once, A holds -A⁻¹. Only the lower triangle is worked on: n³ operations, half of them
 * products. No pivoting is needed, since each A_KK met on the way is positive definite too.
 *
 * @param matrix A ∈ [n, n], symmetric, row by row; overwritten
 * @throws RangeError when the matrix is not positive definite
 */
export function invertSymmetric(matrix: Float64Array, n: number): void {
  for (let start = 0; start < n; start += BLOCK) sweepBlock(matrix, n, start, Math.min(BLOCK, n - start));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = -(matrix[i * n + j] as number);
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
  }
}

function sweepBlock(matrix: Float64Array, n: number, start: number, width: number): void {
  const panel = columnsOf(matrix, n, start, width); // A_:K, [n, width]
  const pivot = panel.slice(start * width, (start + width) * width); // A_KK
  invertSmall(pivot, width);
  const product = timesSmall(panel, pivot, n, width); // A_:K D
  // With zeros in the rows of K, the update below leaves those rows and columns alone.
  product.fill(0, start * width, (start + width) * width);
  panel.fill(0, start * width, (start + width) * width);
  subtractProduct(matrix, product, panel, n, width);
  for (let i = 0; i < n; i++) {
    const inside = i >= start && i < start + width;
    for (let k = 0; k < width; k++) {
      const column = start + k;
      const value = inside ? -(pivot[(i - start) * width + k] as number) : (product[i * width + k] as number);
      matrix[i >= column ? i * n + column : column * n + i] = value;
    }
  }
}

/** Columns start … start + width - 1 of a symmetric matrix whose lower triangle is kept. ∈ [n, width] */
function columnsOf(matrix: Float64Array, n: number, start: number, width: number): Float64Array {
  const columns = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < width; k++) {
      const column = start + k;
      columns[i * width + k] = matrix[i >= column ? i * n + column : column * n + i] as number;
    }
  }
  return columns;
}

/** A ← A⁻¹ by Gauss and Jordan, one pivot at a time. */
function invertSmall(a: Float64Array, n: number): void {
  for (let p = 0; p < n; p++) {
    const pivot = a[p * n + p] as number;
    if (!(pivot > 0)) throw new RangeError(`the matrix is not positive definite: a pivot is ${pivot}`);
    a[p * n + p] = 1;
    for (let j = 0; j < n; j++) a[p * n + j] = (a[p * n + j] as number) / pivot;
    for (let i = 0; i < n; i++) {
      const factor = a[i * n + p] as number;
      if (i === p || factor === 0) continue;
      a[i * n + p] = 0;
      for (let j = 0; j < n; j++) {
        a[i * n + j] = (a[i * n + j] as number) - factor * (a[p * n + j] as number);
      }
    }
  }
}

function timesSmall(panel: Float64Array, small: Float64Array, n: number, width: number): Float64Array {
  const product = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < width; k++) {
      const value = panel[i * width + k] as number;
      for (let j = 0; j < width; j++) {
        product[i * width + j] =
          (product[i * width + j] as number) + value * (small[k * width + j] as number);
      }
    }
  }
  return product;
}

/**
 * A_ij -= Σ_k left[i][k] · right[j][k] on the lower triangle, four rows by two columns at a time: eight sums live in
 * registers, and a value read from memory serves twice or four times. Cells above the diagonal may be written too.
 */
function subtractProduct(
  matrix: Float64Array,
  left: Float64Array,
  right: Float64Array,
  n: number,
  width: number,
): void {
  const whole = n - (n % 4);
  for (let from = 0; from < whole; from += STRIP) {
    for (let i = from; i < whole; i += 4) {
      const to = Math.min(from + STRIP, i + 4);
      for (let j = from; j < to; j += 2) subtractTile(matrix, left, right, n, width, i, j);
    }
  }
  for (let i = whole; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++) {
        sum += (left[i * width + k] as number) * (right[j * width + k] as number);
      }
      matrix[i * n + j] = (matrix[i * n + j] as number) - sum;
    }
  }
}

function subtractTile(
  matrix: Float64Array,
  left: Float64Array,
  right: Float64Array,
  n: number,
  width: number,
  i: number,
  j: number,
): void {
  const [l0, l1, l2, l3] = [i * width, (i + 1) * width, (i + 2) * width, (i + 3) * width];
  const [r0, r1] = [j * width, (j + 1) * width];
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < width; k++) {
    const b0 = right[r0 + k] as number;
    const b1 = right[r1 + k] as number;
    const a0 = left[l0 + k] as number;
    const a1 = left[l1 + k] as number;
    const a2 = left[l2 + k] as number;
    const a3 = left[l3 + k] as number;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s30 += a3 * b0;
    s31 += a3 * b1;
  }
  const cell = i * n + j;
  const sums = [s00, s01, s10, s11, s20, s21, s30, s31];
  for (let row = 0; row < 4; row++) {
    const at = cell + row * n;
    matrix[at] = (matrix[at] as number) - (sums[2 * row] as number);
    matrix[at + 1] = (matrix[at + 1] as number) - (sums[2 * row + 1] as number);
  }
}
