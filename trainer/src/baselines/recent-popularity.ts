// What everybody watched lately.
import { at } from '@trimtab/shared/look-up.ts';
import { trainingHistory, userCount, type Dataset } from '../data/dataset.ts';
import { sameForAll, type Baseline } from './baseline.ts';

/** Share of the training interactions that is "lately". */
const RECENT_SHARE = 0.1;

/**
 * score[i] = training interactions of item i in the most recent window.
 *
 * With times, the window is the most recent tenth of all training interactions: from the .9 quantile of their times
 * on. Without times nothing says when one user's interaction was against another's, so it is the last tenth, rounded
 * up, of each user's training history.
 */
export function recentPopularity(data: Dataset): Baseline {
  const scores = new Float32Array(data.catalogue.ids.length);
  const since = windowStart(data);
  for (let user = 0; user < userCount(data); user++) {
    const history = trainingHistory(data, user);
    const start = at(data.offsets, user);
    const firstRecent = history.length - Math.ceil(history.length * RECENT_SHARE);
    history.forEach((item, position) => {
      const time = data.times?.[start + position];
      const recent = time === undefined ? position >= firstRecent : time >= since;
      if (recent) scores[item] = at(scores, item) + 1;
    });
  }
  return sameForAll(scores);
}

function windowStart(data: Dataset): number {
  if (data.times === null) return Number.NEGATIVE_INFINITY;
  const training: Float64Array[] = [];
  for (let user = 0; user < userCount(data); user++) {
    const start = at(data.offsets, user);
    training.push(data.times.subarray(start, start + trainingHistory(data, user).length));
  }
  const sorted = new Float64Array(training.reduce((sum, times) => sum + times.length, 0));
  let filled = 0;
  for (const times of training) {
    sorted.set(times, filled);
    filled += times.length;
  }
  sorted.sort();
  return sorted[Math.floor(sorted.length * (1 - RECENT_SHARE))] ?? Number.NEGATIVE_INFINITY;
}
