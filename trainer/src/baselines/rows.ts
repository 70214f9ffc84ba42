// Item by item weights kept as sparse rows, built one row at a time so that memory is bounded by what is kept.
import { at } from '@trimtab/shared/look-up.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import { SparseRow } from './sparse-row.ts';

/** Row i holds weights[i][n] at column indices[i][n]; columns rise. */
export interface SparseRows {
  indices: Int32Array[];
  weights: Float32Array[];
}

/**
 * @param limit strongest entries kept of each row, ties to the lower column
 * @param fillRow adds the item's weights, all above 0, to a row of zeros ∈ [items]
 */
export function buildRows(
  items: number,
  limit: number,
  fillRow: (item: number, row: SparseRow) => void,
  zeros: Float64Array = new Float64Array(items),
): SparseRows {
  const row = new SparseRow(zeros);
  const rows: SparseRows = { indices: [], weights: [] };
  for (let item = 0; item < items; item++) {
    fillRow(item, row);
    const kept = strongest(row, limit);
    rows.indices.push(kept);
    rows.weights.push(Float32Array.from(kept, (other) => row.values[other] as number));
    row.clear();
  }
  return rows;
}

function strongest({ values, touched }: SparseRow, limit: number): Int32Array {
  const above = Int32Array.from(touched)
    .filter((other) => (values[other] as number) > 0)
    .sort();
  if (above.length <= limit) return above;
  const weights = Float64Array.from(above, (other) => values[other] as number);
  return Int32Array.from(topK(weights, limit), (place) => at(above, place)).sort();
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
export function addRow(rows: SparseRows, item: number, weight: number, target: SparseRow): void {
  const row = rows.indices[item] as Int32Array;
  const values = rows.weights[item] as Float32Array;
  for (let n = 0; n < row.length; n++) {
    target.add(row[n] as number, weight * (values[n] as number));
  }
}
