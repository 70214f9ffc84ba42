import { describe, expect, it } from 'vitest';
import { assembleDataset } from './assemble.ts';
import { countTargets, heldOut, protocolOf, trainingHistory, type Dataset, type Split } from './dataset.ts';
import { describeRepeats, withProtocol } from './protocol.ts';

function datasetOf(histories: number[][], times: number[][] | null, repeats = false): Dataset {
  const ids = Array.from({ length: 10 }, (_, item) => `item ${item}`);
  const data = assembleDataset({
    name: 'small',
    catalogue: { ids, titles: ids, attributes: [], itemAttributes: ids.map(() => []), counts: [] },
    userIds: histories.map((_, user) => String(user)),
    histories,
    times,
    historiesShareable: true,
  });
  return { ...data, repeats };
}

/** Twenty interactions at the times 0 to 19. The cut: place 19 · .9 = 17.1, so 17.1, with 18 and 19 after it. */
const histories = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], // at 0 to 8 and 18
  [0, 1, 2, 3, 4, 5, 6], // at 9 to 14 and 16
  [9, 8], // at 15 and 17
  [9], // at 19
];
const times = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 18], [9, 10, 11, 12, 13, 14, 16], [15, 17], [19]];
const split = withProtocol(datasetOf(histories, times), 'time-split');

const targets = (data: Dataset, which: Split): number[][] =>
  histories.map((_, user) => heldOut(data, user, which).map(({ target }) => target));

describe('time-split', () => {
  it('tests users whose last interaction lies after the cut, on that one', () => {
    expect(targets(split, 'test')).toEqual([[9], [], [], []]); // the last user has no history
    const [held] = heldOut(split, 0, 'test');
    expect([...(held?.history ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(held?.excluded).toEqual(held?.history);
  });

  it('validates on the last interaction before the cut, and takes it out of training', () => {
    expect(targets(split, 'validation')).toEqual([[8], [6], [8], []]);
    expect([...(heldOut(split, 2, 'validation')[0]?.history ?? [])]).toEqual([9]);
    expect(histories.map((_, user) => trainingHistory(split, user).length)).toEqual([8, 6, 1, 0]);
    expect(split.catalogue.counts).toEqual([2, 2, 2, 2, 2, 2, 1, 1, 0, 1]);
  });

  it('leaves the last interaction in training for all but the 2,048 users of the newest', () => {
    // users 0 to 2,049 with interactions at their number and half a step later; 410 of 4,100 lie after the cut
    const numbers = Array.from({ length: 2500 }, (_, user) => user);
    const many = withProtocol(
      datasetOf(
        numbers.map(() => [0, 1, 2]),
        numbers.map((user) => [user, user + 0.2, user + 0.4]),
      ),
      'time-split',
    );
    const validating = numbers.filter((user) => heldOut(many, user, 'validation').length > 0);
    expect(validating).toHaveLength(2048);
    const last = validating.at(-1) ?? 0;
    expect(validating).toEqual(numbers.slice(last - 2047, last + 1));
    expect(trainingHistory(many, 0).length).toBe(3);
    expect(trainingHistory(many, last - 1).length).toBe(2);
  });

  it('asks for each interaction after the cut in turn, when successive ones are targets', () => {
    // eleven times: the cut is place 9 of 0 to 10, the time 9 itself
    const data = datasetOf([[0, 1, 2], [3, 1, 2, 0, 1]], [[0, 1, 2], [3, 4, 9.5, 9.6, 9.7]], true); // prettier-ignore
    const successive = withProtocol(data, 'time-split', 'successive');
    // eight times, place 7 · .9 = 6.3: between 9.6 and 9.7
    expect(heldOut(successive, 1, 'test').map(({ target }) => target)).toEqual([1]);
    expect(heldOut(successive, 1, 'validation').map(({ target }) => target)).toEqual([0]);
    const long = Array.from({ length: 21 }, (_, time) => time); // the cut is at 18
    const two = withProtocol(
      datasetOf([long.map((time) => time % 3)], [long], true),
      'time-split',
      'successive',
    );
    const asked = heldOut(two, 0, 'test');
    expect(asked.map(({ target }) => target)).toEqual([1, 2]); // at 19 and 20
    expect(asked.map(({ history }) => history.length)).toEqual([19, 20]);
    expect(trainingHistory(two, 0).length).toBe(18);
  });

  it('counts an interaction at the very cut as before it', () => {
    // eleven times: the cut is place 9 of 0 to 10, the time 9 itself
    const exact = withProtocol(
      datasetOf([[0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], true),
      'time-split',
    );
    expect(heldOut(exact, 0, 'test')[0]?.history.length).toBe(10);
    expect(heldOut(exact, 0, 'validation')[0]?.history.length).toBe(9);
  });

  it('says what to do about data without times, and where nobody is left', () => {
    expect(() => withProtocol(datasetOf(histories, null), 'time-split')).toThrow(
      /no times.*data\.protocol to leave-one-out/,
    );
    expect(() => withProtocol(datasetOf([[0, 1, 0]], [[5, 5, 5]], true), 'time-split')).toThrow(
      /nobody is left for test/,
    );
  });

  it('refuses data of which every item is new at test time', () => {
    const data = datasetOf([[0, 1, 0, 1], [0, 2, 3, 4]], [[0, 1, 2, 3], [4, 5, 6, 7]], true); // prettier-ignore
    expect(() => withProtocol(data, 'time-split')).toThrow(/every item held out for test is new/);
  });
});

describe('leave-one-out', () => {
  it('is what a data set has unless told, and what it goes back to', () => {
    const plain = datasetOf(histories, times);
    expect(protocolOf(plain)).toBe('leave-one-out');
    expect(targets(plain, 'validation')).toEqual([[8], [5], [], []]);
    const back = withProtocol(split, 'leave-one-out');
    expect(back.catalogue.counts).toEqual(plain.catalogue.counts);
    expect(withProtocol(plain, 'leave-one-out').catalogue.counts).toBe(plain.catalogue.counts); // counted once
    expect(targets(back, 'test')).toEqual([[9], [6], [], []]);
  });

  it('refuses users of one item, items that nobody shares, and successive targets', () => {
    expect(() => withProtocol(datasetOf([[0], [1]], null), 'leave-one-out')).toThrow(
      /nobody is left for validation; expected users with three interactions/,
    );
    expect(() =>
      withProtocol(
        datasetOf(
          [
            [0, 1, 2],
            [3, 4, 5],
          ],
          null,
        ),
        'leave-one-out',
      ),
    ).toThrow(
      // prettier-ignore
      /every item held out for validation is new/,
    );
    expect(() => withProtocol(datasetOf(histories, times), 'leave-one-out', 'successive')).toThrow(
      /no successive targets/,
    );
  });

  it('leaves nothing out of the ranking where people come back to items', () => {
    const [held] = heldOut({ ...datasetOf([[0, 1, 0]], null), repeats: true }, 0, 'test');
    expect([held?.history.length, held?.excluded.length]).toEqual([2, 0]);
  });
});

const targetsOf = (set: Dataset, which: Split): number[][] =>
  [0, 1, 2].map((user) => heldOut(set, user, which).map(({ target }) => target));

describe('a target that the history holds already', () => {
  const data = datasetOf(
    [
      [0, 1, 2, 0], // the test target is in the history
      [0, 1, 0, 2], // the validation target is
      [3, 2, 1, 0],
    ],
    null,
  );
  it('is held out of training, and ranked in no split', () => {
    expect(targetsOf(data, 'test')).toEqual([[], [2], [0]]);
    expect(targetsOf(data, 'validation')).toEqual([[2], [], [1]]);
    expect([...trainingHistory(data, 0)]).toEqual([0, 1]);
  });

  it('is counted, with the word about repeats', () => {
    expect(countTargets(data, 'test')).toEqual({ targets: 3, inHistory: 1 });
    expect(describeRepeats(data, ['validation', 'test'])).toBe(
      '1 of 3 validation targets and 1 of 3 test targets left out: in the history already. ' +
        'Where people come back to items, set data.repeats=true',
    );
    expect(describeRepeats(datasetOf([[0, 1, 2]], null), ['test'])).toBeNull();
  });

  it('is ranked like all others where people come back to items', () => {
    const repeating = { ...data, repeats: true };
    expect(targetsOf(repeating, 'test')).toEqual([[0], [2], [0]]);
    expect(heldOut(repeating, 0, 'test')[0]?.excluded).toHaveLength(0);
    expect(countTargets(repeating, 'test')).toEqual({ targets: 3, inHistory: 0 });
  });

  it('is refused, with the word about repeats, where there are no other targets', () => {
    expect(() => withProtocol(datasetOf([[0, 1, 0, 1]], null), 'leave-one-out')).toThrow(
      /each of the 1 items held out for validation .* set data\.repeats=true/,
    );
  });
});
