// The rows of an item table in another catalogue: each item's own, and for a new one what its company says.
import { at, lookUp } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { trainingHistory, userCount } from '../data/dataset.ts';
import type { Weight } from '../files/weights.ts';

/** Items on either side in a history that count as neighbours. */
const WINDOW = 3;
/** Items most like a new one by attributes that its row is made from. */
const ALIKE = 20;

/** The place of each item of the new catalogue in the old one, -1 for a new item. */
export function placesBefore(ids: readonly string[], before: readonly string[]): Int32Array {
  const index = new Map(before.map((id, item) => [id, item]));
  return Int32Array.from(ids, (id) => index.get(id) ?? -1);
}

/**
 * A known item keeps its row. A new one has the mean of two: the mean row of its neighbours in histories, by how often they
 * stand beside it, and the mean row of the 20 items that share most of its attributes (Jaccard). Where one of them is
 * missing the other stands alone, and without both it is the mean of all rows.
 *
 * @param table of the old catalogue ∈ [before, d] @param places of `placesBefore`
 */
export function carriedRows(data: Dataset, table: Weight, places: Int32Array): Weight {
  const d = at(table.shape, 1);
  const rows = new Float32Array(places.length * d);
  const added = new Set(Array.from(places.keys()).filter((item) => at(places, item) < 0));
  const neighbours = neighboursOf(data, added);
  const every = new Map(Array.from(places.keys()).flatMap((item) => (added.has(item) ? [] : [[item, 1]])));
  places.forEach((place, item) => {
    const row =
      place >= 0
        ? table.data.subarray(place * d, (place + 1) * d)
        : meanOf([lookUp(neighbours, item), alike(data.catalogue, item, added)], every, (weights) =>
            meanRow(table, places, weights),
          );
    rows.set(row, item * d);
  });
  return { shape: [places.length, d], data: rows };
}

type Weights = ReadonlyMap<number, number>;

function meanOf(
  sources: readonly Weights[],
  otherwise: Weights,
  rowOf: (weights: Weights) => Float32Array,
): Float32Array {
  const some = sources.filter((weights) => weights.size > 0);
  const rows = (some.length > 0 ? some : [otherwise]).map(rowOf);
  return at(rows, 0).map((_, i) => rows.reduce((sum, row) => sum + at(row, i), 0) / rows.length);
}

function meanRow(table: Weight, places: Int32Array, weights: Weights): Float32Array {
  const d = at(table.shape, 1);
  const sum = new Float32Array(d);
  let total = 0;
  for (const [item, weight] of weights) {
    const place = at(places, item);
    total += weight;
    for (let i = 0; i < d; i++) sum[i] = at(sum, i) + weight * at(table.data, place * d + i);
  }
  return total > 0 ? sum.map((x) => x / total) : sum;
}

/** By new item, known items that stand beside it in histories, with how often. */
function neighboursOf(data: Dataset, added: ReadonlySet<number>): Map<number, Map<number, number>> {
  const found = new Map([...added].map((item) => [item, new Map<number, number>()]));
  if (added.size === 0) return found;
  for (let user = 0; user < userCount(data); user++) {
    const history = trainingHistory(data, user);
    history.forEach((item, place) => {
      const beside = found.get(item);
      if (beside === undefined) return;
      for (const other of history.subarray(Math.max(0, place - WINDOW), place + WINDOW + 1)) {
        if (!added.has(other)) beside.set(other, (beside.get(other) ?? 0) + 1);
      }
    });
  }
  return found;
}

function alike({ itemAttributes }: Catalogue, item: number, added: ReadonlySet<number>): Map<number, number> {
  const own = new Set(at(itemAttributes, item));
  const shared = itemAttributes.flatMap((attributes, other): [number, number][] => {
    if (added.has(other)) return [];
    const both = attributes.filter((attribute) => own.has(attribute)).length;
    return both === 0 ? [] : [[other, both / (own.size + attributes.length - both)]];
  });
  return new Map(shared.sort(([a, x], [b, y]) => y - x || a - b).slice(0, ALIKE));
}
