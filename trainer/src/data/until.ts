// A data set as it was at some time: what is newer is left out, and so are people and items that it alone had.
import { at } from '@trimtab/shared/look-up.ts';
import { assembleDataset } from './assemble.ts';
import { historyOf, userCount, type Dataset } from './dataset.ts';
import { DataError } from './errors.ts';

/**
 * @param until seconds since 1970; what happened then stays
 * @throws DataError `missing-times` where there are none, `empty-result` where nothing is so old
 */
export function dataUntil(data: Dataset, until: number): Dataset {
  const { times, catalogue } = data;
  if (times === null) {
    throw new DataError('missing-times', {
      problem: `${data.name} has no times, so data.until says nothing about it`,
      expected: 'a time for each interaction',
      advice: 'Bring data with times, or leave data.until out',
    });
  }
  const users = Array.from({ length: userCount(data) }, (_, user) => user);
  const kept = users.map((user) => {
    const own = times.subarray(data.offsets[user], data.offsets[user + 1]);
    const places = Array.from(own.keys()).filter((place) => at(own, place) <= until);
    const history = historyOf(data, user);
    return { user, items: places.map((place) => at(history, place)), times: places.map((i) => at(own, i)) };
  });
  const some = kept.filter(({ items }) => items.length > 0);
  if (some.length === 0) {
    throw new DataError('empty-result', {
      problem: `${data.name} has nothing up to ${new Date(until * 1000).toISOString()}`,
      expected: 'a data.until after the first interactions, in seconds since 1970',
      advice: 'Set a later data.until',
    });
  }
  const had = new Set(some.flatMap(({ items }) => items));
  const old = Array.from(catalogue.ids.keys()).filter((item) => had.has(item));
  const index = new Map(old.map((item, place) => [item, place]));
  const { historiesShareable, name, repeats } = data;
  return {
    ...assembleDataset({
      name,
      historiesShareable,
      catalogue: {
        ...catalogue,
        ids: old.map((item) => at(catalogue.ids, item)),
        titles: old.map((item) => at(catalogue.titles, item)),
        itemAttributes: old.map((item) => at(catalogue.itemAttributes, item)),
        counts: old.map((item) => at(catalogue.counts, item)),
      },
      userIds: some.map(({ user }) => at(data.userIds, user)),
      histories: some.map(({ items }) => items.flatMap((item) => index.get(item) ?? [])),
      times: some.map((one) => one.times),
    }),
    ...(repeats === undefined ? {} : { repeats }),
  };
}
