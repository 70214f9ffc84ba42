// Whether scores are linear in an item table, as those of the model that the table belongs to are: s_i = x·t_i + b.
import { at } from '../look-up.ts';
import { addToDiagonal, cholesky, ridgeOf, solve } from '../cholesky.ts';
import type { ItemTable } from './item-table.ts';

/** Items for each unknown: so many that a table of other items explains next to nothing by chance. */
const ITEMS_FOR_EACH = 4;

/** Share of the least diagonal that keeps the equations solvable where columns of the table are alike. */
const RIDGE = 1e-9;

/**
 * The share of the scores' variance that no x and b explain, by least squares over items spread evenly, unbiased in
 * their number. About 0 for the model's own table, up to what int8 rounds; about 1 for another's.
 *
 * @param scores ∈ [items]
 * @returns null where there are too few items to tell
 */
export function unexplainedShare(table: ItemTable, scores: ArrayLike<number>): number | null {
  const d = table.hiddenSize + 1;
  const count = Math.min(scores.length, ITEMS_FOR_EACH * d);
  if (count < d + 2) return null;
  const items = Array.from({ length: count }, (_, i) => Math.floor((i * scores.length) / count));
  const rows = new Float64Array(count * d).fill(1); // the last column stays 1, for b
  items.forEach((item, row) => table.read(item, rows, row * d));
  const wanted = Float64Array.from(items, (item) => at(scores, item));
  const { gram, moment } = normalEquations(rows, wanted, d);
  if (!gram.every(Number.isFinite)) return 1; // a table that holds something other than numbers explains nothing
  const x = solve(cholesky(gram, d), moment, d);
  const average = wanted.reduce((sum, score) => sum + score, 0) / count;
  let [missed, all] = [0, 0];
  for (let row = 0; row < count; row++) {
    let fitted = 0;
    for (let i = 0; i < d; i++) fitted += (rows[row * d + i] as number) * (x[i] as number);
    missed += ((wanted[row] as number) - fitted) ** 2;
    all += ((wanted[row] as number) - average) ** 2;
  }
  return all === 0 ? 0 : missed / (count - d) / (all / (count - 1));
}

/** RᵀR, lower half, with a ridge, and Rᵀy. */
function normalEquations(
  rows: Float64Array,
  wanted: Float64Array,
  d: number,
): { gram: Float64Array; moment: Float64Array } {
  const gram = new Float64Array(d * d);
  const moment = new Float64Array(d);
  for (let row = 0; row < wanted.length; row++) {
    for (let i = 0; i < d; i++) {
      const value = rows[row * d + i] as number;
      moment[i] = (moment[i] as number) + value * (wanted[row] as number);
      for (let j = 0; j <= i; j++) {
        gram[i * d + j] = (gram[i * d + j] as number) + value * (rows[row * d + j] as number);
      }
    }
  }
  addToDiagonal(gram, d, ridgeOf(gram, d, RIDGE));
  return { gram, moment };
}
