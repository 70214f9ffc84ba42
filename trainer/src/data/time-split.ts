// The split by time: what came after a cut is tested, and only what came before it is learned from.
import { quantile } from '../math/quantile.ts';
import {
  historyOf,
  userCount,
  type Dataset,
  type Holdout,
  type TargetPlaces,
  type Targets,
} from './dataset.ts';
import { DataError } from './errors.ts';

/** The share of interactions, oldest first, that lies before the cut. */
const BEFORE_CUT = 0.9;

/** Users who give their last interaction before the cut to validation; the others lose nothing. */
const VALIDATION_USERS = 2048;

/**
 * The cut is the .9 quantile of all times. Test users are those whose last interaction lies after it; the target is
 * that one, or each after the cut in turn, and the history is everything before the target.
 *
 * Training sees all that lies up to the cut but the validation targets: of the 2,048 users whose last interaction up to
 * the cut is the newest, that one. So nothing of the time after the cut is learned from or chosen by, and the model
 * that is tested is as fresh as the cut. Of published figures, those with validation by the last training item are so,
 * too; those with validation by time are of models that saw nothing of the last tenth before the cut.
 *
 * Meng et al. 2020, "Exploring Data Splitting Strategies for the Evaluation of Recommendation Models"; Gusak et al. 2025,
 * "Time to Split", whose validation by the last training item this is.
 *
 * @throws DataError `missing-times`
 */
export function timeSplit(data: Dataset, targets: Targets = 'last'): Holdout {
  const times = requireTimes(data);
  const cut = quantile(times.slice().sort(), BEFORE_CUT);
  const users = userCount(data);
  const known = new Int32Array(users); // interactions up to the cut
  const test: TargetPlaces = { first: new Int32Array(users), end: new Int32Array(users) };
  for (let user = 0; user < users; user++) {
    known[user] = countUpTo(times.subarray(data.offsets[user], data.offsets[user + 1]), cut);
    const all = historyOf(data, user).length;
    if (all === known[user]) continue;
    test.end[user] = all;
    test.first[user] = Math.max(1, targets === 'last' ? all - 1 : (known[user] as number)); // a target has a history
  }
  const validation: TargetPlaces = { first: new Int32Array(users), end: new Int32Array(users) };
  const trainingLengths = known.slice();
  for (const user of newestUsers(data, times, known)) {
    const end = known[user] as number;
    validation.end[user] = end;
    validation.first[user] = trainingLengths[user] = end - 1;
  }
  return { protocol: 'time-split', trainingLengths, targets: { validation, test } };
}

/** Of the users with two interactions or more up to the cut, those whose last one there is the newest. */
function newestUsers(data: Dataset, times: Float64Array, known: Int32Array): number[] {
  const lastTime = (user: number): number =>
    times[(data.offsets[user] as number) + (known[user] as number) - 1] as number;
  return Array.from(known, (_, user) => user)
    .filter((user) => (known[user] as number) >= 2)
    .sort((a, b) => lastTime(b) - lastTime(a) || a - b)
    .slice(0, VALIDATION_USERS);
}

/** Values up to the limit, it included. @param sorted ascending */
function countUpTo(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function requireTimes({ name, times }: Dataset): Float64Array {
  if (times !== null) return times;
  throw new DataError('missing-times', {
    problem: `${name} has an order but no times, so time cannot split it`,
    expected: 'a time for each interaction',
    advice: 'Bring data with times, or set data.protocol to leave-one-out',
  });
}
