// How many users have two items both, one row at a time: what item neighbours and EASE are made of.
import { at } from '@trimtab/shared/look-up.ts';
import { trainingHistory, userCount, type Dataset } from '../data/dataset.ts';

/** The distinct items of each user's training history. */
export function trainingSets(data: Dataset): Int32Array[] {
  return Array.from({ length: userCount(data) }, (_, user) =>
    Int32Array.from(new Set(trainingHistory(data, user))),
  );
}

/** holders[i]: the users whose set has item i. */
export function holdersOf(sets: readonly Int32Array[], items: number): number[][] {
  const holders = Array.from({ length: items }, (): number[] => []);
  sets.forEach((set, user) => {
    for (const item of set) at(holders, item).push(user);
  });
  return holders;
}

/** row[j] += |U_i ∩ U_j|, the users of `holders` who have j too; so row[i] += |U_i|. @param row ∈ [items] */
export function addPairCounts(
  sets: readonly Int32Array[],
  holders: readonly number[],
  row: Float64Array | Float32Array,
): void {
  for (const user of holders) {
    const set = sets[user] as Int32Array;
    for (let i = 0; i < set.length; i++) {
      const item = set[i] as number;
      row[item] = (row[item] as number) + 1;
    }
  }
}
