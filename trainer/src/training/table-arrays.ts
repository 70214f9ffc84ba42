// The item tables of a training as arrays of a checkpoint.
import { at, entryOf } from '@trimtab/shared/look-up.ts';
import type { Weight, Weights } from '../files/weights.ts';
import type { ItemTables } from './item-tables.ts';

/** Before the name of a table, a slash, and what of it is kept. */
const TABLE = 'tables/';

/** All rows must have caught up with the last step. */
export function tableArrays({ byName }: ItemTables): Weights {
  const arrays: Weights = {};
  for (const [name, { width, ...numbers }] of Object.entries(byName)) {
    for (const [what, data] of Object.entries(numbers)) {
      if (data) arrays[`${TABLE}${name}/${what}`] = { shape: [data.length / width, width], data };
    }
  }
  return arrays;
}

/** The tables of a checkpoint of this step, where it has some, and all else that it holds. */
export function takeTableArrays(
  weights: Weights,
  step: number,
): { tables: ItemTables | undefined; rest: Weights } {
  const entries = Object.entries(weights);
  const rest = Object.fromEntries(entries.filter(([name]) => !name.startsWith(TABLE)));
  const ofTables = entries.map(([name]) => name).filter((name) => name.startsWith(TABLE));
  const names = [...new Set(ofTables.map((name) => name.slice(TABLE.length, name.lastIndexOf('/'))))];
  if (names.length === 0) return { tables: undefined, rest };
  const kept = (name: string, what: string): Weight => entryOf(weights, `${TABLE}${name}/${what}`);
  const byName = Object.fromEntries(
    names.map((name) => {
      const { shape, data } = kept(name, 'weights');
      const [first, second] = [kept(name, 'first').data, kept(name, 'second').data];
      const isAveraged = Object.hasOwn(weights, `${TABLE}${name}/average`);
      const average = isAveraged ? kept(name, 'average').data : undefined;
      return [name, { width: at(shape, 1), weights: data, first, second, average }];
    }),
  );
  const items = at(kept(at(names, 0), 'weights').shape, 0);
  return { tables: { byName, movedTo: new Int32Array(items).fill(step) }, rest };
}
