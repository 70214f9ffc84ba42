// Item by item weights kept as sparse rows, built one row at a time so that memory is bounded by what is kept.
import { topK } from '@trimtab/shared/top-k.ts';

/** Row i holds weights[i][n] at column indices[i][n]; columns rise. */
export interface SparseRows {
  indices: Int32Array[];
  weights: Float32Array[];
}

/**
 * @param limit strongest entries kept of each row, ties to the lower column
 * @param fillRow adds the item's weights, none below 0, to a row of zeros ∈ [items]
 */
export function buildRows(
  items: number,
  limit: number,
  fillRow: (item: number, row: Float64Array) => void,
): SparseRows {
  const dense = new Float64Array(items);
  const rows: SparseRows = { indices: [], weights: [] };
  for (let item = 0; item < items; item++) {
    dense.fill(0);
    fillRow(item, dense);
    const kept = strongest(dense, limit);
    rows.indices.push(kept);
    rows.weights.push(Float32Array.from(kept, (other) => dense[other] as number));
  }
  return rows;
}

function strongest(dense: Float64Array, limit: number): Int32Array {
  let above = 0;
  for (const weight of dense) if (weight > 0) above++;
  if (above > limit) return Int32Array.from(topK(dense, limit)).sort();
  const kept = new Int32Array(above);
  let filled = 0;
  for (let other = 0; other < dense.length; other++) {
    if ((dense[other] as number) > 0) kept[filled++] = other;
  }
  return kept;
}

/** rowsᵀ[j][i] = rows[i][j] */
export function transposeRows({ indices, weights }: SparseRows): SparseRows {
  const sizes = new Int32Array(indices.length);
  for (const row of indices) for (const column of row) sizes[column] = (sizes[column] as number) + 1;
  const transposed: SparseRows = {
    indices: Array.from(sizes, (size) => new Int32Array(size)),
    weights: Array.from(sizes, (size) => new Float32Array(size)),
  };
  const filled = new Int32Array(indices.length);
  indices.forEach((row, item) => {
    row.forEach((column, n) => {
      const place = filled[column] as number;
      (transposed.indices[column] as Int32Array)[place] = item;
      (transposed.weights[column] as Float32Array)[place] = (weights[item] as Float32Array)[n] as number;
      filled[column] = place + 1;
    });
  });
  return transposed;
}

/** target[j] += weight · rows[item][j] for every j of the row. */
export function addRow(rows: SparseRows, item: number, weight: number, target: Float64Array): void {
  const row = rows.indices[item] as Int32Array;
  const values = rows.weights[item] as Float32Array;
  for (let n = 0; n < row.length; n++) {
    const column = row[n] as number;
    target[column] = (target[column] as number) + weight * (values[n] as number);
  }
}
