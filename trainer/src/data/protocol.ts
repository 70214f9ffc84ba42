// Protocols: which interactions a data set holds out for validation and test, and what is left to train on.
import { at } from '@trimtab/shared/look-up.ts';
import { trainingCounts } from './assemble.ts';
import {
  countTargets,
  heldOut,
  userCount,
  type Dataset,
  type ProtocolName,
  type Split,
  type Targets,
} from './dataset.ts';
import { DataError } from './errors.ts';
import { timeSplit } from './time-split.ts';

/**
 * The data set under a protocol, with the catalogue's counts of what training may then see.
 *
 * @param targets of the test users of a split by time
 * @throws DataError `missing-times` when time must split what has none, `invalid-option` for successive targets where
 *   only the last is held out, `empty-result` when a split would be empty, or all that it asks for was never trained on
 */
export function withProtocol(data: Dataset, protocol: ProtocolName, targets: Targets = 'last'): Dataset {
  if (protocol === 'leave-one-out' && targets !== 'last') throw onlyLast();
  const holdout = protocol === 'time-split' ? timeSplit(data, targets) : undefined;
  const split: Dataset = { ...data, holdout };
  // the counts of a data set are those of its own protocol already
  const isSame = holdout === undefined && data.holdout === undefined;
  const counts = isSame ? data.catalogue.counts : trainingCounts(split, data.catalogue.ids.length);
  for (const which of ['validation', 'test'] as const) requireTargets(split, which, counts);
  return { ...split, catalogue: { ...data.catalogue, counts } };
}

function requireTargets(data: Dataset, split: Split, counts: readonly number[]): void {
  let found = false;
  for (let user = 0; user < userCount(data); user++) {
    for (const { target } of heldOut(data, user, split)) {
      if (at(counts, target) > 0) return;
      found = true;
    }
  }
  const { targets, inHistory } = countTargets(data, split);
  if (targets > 0 && inHistory === targets) throw onlyRepeats(data.name, split, targets);
  throw new DataError('empty-result', {
    problem: found
      ? `${data.name}: every item held out for ${split} is new: none is in what is left to train on`
      : `${data.name}: nobody is left for ${split}`,
    expected:
      data.holdout === undefined
        ? 'users with three interactions or more, and items that several of them share'
        : 'users with a history and an interaction in the newest tenth of the time, and items that were there before',
    advice: 'Bring data over a longer time or more of it, loosen the filters, or set another data.protocol',
  });
}

const onlyRepeats = (name: string, split: Split, targets: number): DataError =>
  new DataError('empty-result', {
    problem: `${name}: each of the ${targets} items held out for ${split} is in its person's history already`,
    expected: 'items that are new to people, since what they had is not recommended to them again',
    advice: REPEATS_ADVICE,
  });

const REPEATS_ADVICE = 'Where people come back to items, set data.repeats=true';

/** What is left out because the history holds it, in words; null where nothing is. */
export function describeRepeats(data: Dataset, splits: readonly Split[]): string | null {
  const counted = splits.map((split) => ({ split, ...countTargets(data, split) }));
  const some = counted.filter(({ inHistory }) => inHistory > 0);
  if (some.length === 0) return null;
  const each = some.map(({ split, inHistory, targets }) => `${inHistory} of ${targets} ${split} targets`);
  return `${each.join(' and ')} left out: in the history already. ${REPEATS_ADVICE}`;
}

const onlyLast = (): DataError =>
  new DataError('invalid-option', {
    problem: 'leave one out holds out one interaction of a user, so there are no successive targets',
    expected: 'data.targets only beside data.protocol time-split',
    advice: 'Leave data.targets away, or set data.protocol to time-split',
  });
