// The order inside bursts shuffled: what is left of a figure when the order of a site's pages tells nothing.
import { createRandom } from '../math/random.ts';
import { trainingCounts } from './assemble.ts';
import { historyOf, userCount, type Dataset } from './dataset.ts';
import { DataError } from './errors.ts';

/**
 * Items of a user whose times follow each other by at most `seconds` make a burst; each burst's items are put in random
 * order, the times staying where they are. Done before anything is held out, so that targets are shuffled too.
 *
 * @throws DataError `missing-times` when the data has none
 */
export function shuffleBursts(data: Dataset, seconds: number, seed: number): Dataset {
  const { times, offsets } = data;
  if (times === null) {
    throw new DataError('missing-times', {
      problem: `${data.name}: there are no times by which bursts could be told`,
      expected: 'interactions with times',
      advice: 'Bring data with times, or leave data.shuffleBursts unset',
    });
  }
  const random = createRandom(seed, 'bursts');
  const shuffled = { ...data, items: data.items.slice() };
  for (let user = 0; user < userCount(data); user++) {
    const history = historyOf(shuffled, user);
    const first = offsets[user] as number;
    let start = 0;
    for (let i = 1; i <= history.length; i++) {
      const gap = (times[first + i] as number) - (times[first + i - 1] as number);
      if (i < history.length && gap <= seconds) continue;
      random.shuffle(history.subarray(start, i));
      start = i;
    }
  }
  const counts = trainingCounts(shuffled, data.catalogue.ids.length);
  return { ...shuffled, catalogue: { ...data.catalogue, counts } };
}
