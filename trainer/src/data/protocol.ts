// Protocols: which interactions a data set holds out for validation and test, and what is left to train on.
import { quantile } from '../quantile.ts';
import { trainingCounts } from './assemble.ts';
import { historyOf, userCount, type Dataset, type Holdout, type ProtocolName } from './dataset.ts';
import { DataError } from './errors.ts';

/** The share of interactions, oldest first, that lies before a cut. */
const BEFORE_CUT = 0.9;

/**
 * The data set under a protocol, with the catalogue's counts taken anew from what training may then see.
 *
 * @throws DataError `missing-times` when time must split what has none, `empty-result` when a split would be empty
 */
export function withProtocol(data: Dataset, protocol: ProtocolName): Dataset {
  const split: Dataset = { ...data, holdout: protocol === 'time-split' ? timeSplit(data) : undefined };
  const counts = trainingCounts(split, data.catalogue.ids.length);
  return { ...split, catalogue: { ...data.catalogue, counts } };
}

/**
 * Split by time. The test cut is the .9 quantile of all times; the validation cut is the .9 quantile of the times up to
 * the test cut. Training sees what lies up to the validation cut. A user is a test user when their last interaction
 * lies after the test cut, and a validation user when the last one up to the test cut lies after the validation cut;
 * that interaction is the target, and the history is everything before it. A user who has no history is left out.
 *
 * Meng et al. 2020, "Exploring Data Splitting Strategies for the Evaluation of Recommendation Models".
 */
export function timeSplit(data: Dataset): Holdout {
  const { name, times } = data;
  if (times === null) {
    throw new DataError('missing-times', {
      problem: `${name} has an order but no times, so time cannot split it`,
      expected: 'a time for each interaction',
      advice: 'Bring data with times, or set data.protocol to leave-one-out',
    });
  }
  const sorted = times.slice().sort();
  const testCut = quantile(sorted, BEFORE_CUT);
  const validationCut = quantile(sorted.subarray(0, countUpTo(sorted, testCut)), BEFORE_CUT);
  const users = Array.from({ length: userCount(data) }, (_, user) => {
    const own = times.subarray(data.offsets[user], data.offsets[user + 1]);
    const [training, known] = [countUpTo(own, validationCut), countUpTo(own, testCut)];
    return { training, known, all: historyOf(data, user).length };
  });
  const holdout: Holdout = {
    protocol: 'time-split',
    trainingLengths: Int32Array.from(users, ({ training }) => training),
    targets: {
      validation: Int32Array.from(users, ({ training, known }) => lastPlace(training, known)),
      test: Int32Array.from(users, ({ known, all }) => lastPlace(known, all)),
    },
  };
  requireTargets(name, holdout);
  return holdout;
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

/** The last place before `end`, when it lies past the cut and has a history before it. */
const lastPlace = (cut: number, end: number): number => (end > cut && end > 1 ? end - 1 : -1);

function requireTargets(name: string, { targets }: Holdout): void {
  for (const [split, places] of Object.entries(targets)) {
    if (places.some((place) => place >= 0)) continue;
    throw new DataError('empty-result', {
      problem: `${name}: split by time, nobody is left for ${split}`,
      expected: 'users with a history, and an interaction in the newest tenth of the time',
      advice: 'Bring data over a longer time, or set data.protocol to leave-one-out',
    });
  }
}
