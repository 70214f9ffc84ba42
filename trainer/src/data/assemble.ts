// From one list a user to the flat arrays of a Dataset, with training counts.
import { at } from '@trimtab/shared/look-up.ts';
import { trainingHistory, type Dataset } from './dataset.ts';

/** counts[item]: interactions that training may see, under the data set's protocol. */
export function trainingCounts(data: Dataset, items: number): number[] {
  const counts = Array.from({ length: items }, () => 0);
  for (let user = 0; user < data.userIds.length; user++) {
    for (const item of trainingHistory(data, user)) counts[item] = at(counts, item) + 1;
  }
  return counts;
}

export interface DatasetParts extends Pick<Dataset, 'name' | 'catalogue' | 'userIds' | 'historiesShareable'> {
  histories: readonly ArrayLike<number>[];
  times: readonly ArrayLike<number>[] | null;
}

/** Replaces the catalogue's counts by the training counts of the histories. */
export function assembleDataset({ histories, times, ...rest }: DatasetParts): Dataset {
  const offsets = new Int32Array(histories.length + 1);
  histories.forEach((history, user) => {
    offsets[user + 1] = (offsets[user] as number) + history.length;
  });
  const interactions = offsets.at(-1) ?? 0;
  const data: Dataset = {
    ...rest,
    offsets,
    items: new Int32Array(interactions),
    times: times === null ? null : new Float64Array(interactions),
  };
  histories.forEach((history, user) => data.items.set(history, offsets[user]));
  times?.forEach((list, user) => data.times?.set(list, offsets[user]));
  return {
    ...data,
    catalogue: { ...data.catalogue, counts: trainingCounts(data, data.catalogue.ids.length) },
  };
}
