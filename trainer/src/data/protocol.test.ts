import { describe, expect, it } from 'vitest';
import { assembleDataset } from './assemble.ts';
import { heldOut, protocolOf, trainingHistory, type Dataset, type Split } from './dataset.ts';
import { withProtocol } from './protocol.ts';

function datasetOf(histories: number[][], times: number[][] | null): Dataset {
  const ids = Array.from({ length: 10 }, (_, item) => `item ${item}`);
  return assembleDataset({
    name: 'small',
    catalogue: { ids, titles: ids, attributes: [], itemAttributes: ids.map(() => []), counts: [] },
    userIds: histories.map((_, user) => String(user)),
    histories,
    times,
    historiesShareable: true,
  });
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
        numbers.map(() => [0, 1, 0]),
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
    const data = datasetOf([[0, 1, 2], [3, 1, 2, 0, 1]], [[0, 1, 2], [3, 4, 9.5, 9.6, 9.7]]); // prettier-ignore
    const successive = withProtocol(data, 'time-split', 'successive');
    // eight times, place 7 · .9 = 6.3: between 9.6 and 9.7
    expect(heldOut(successive, 1, 'test').map(({ target }) => target)).toEqual([1]);
    expect(heldOut(successive, 1, 'validation').map(({ target }) => target)).toEqual([0]);
    const long = Array.from({ length: 21 }, (_, time) => time); // the cut is at 18
    const two = withProtocol(datasetOf([long.map((time) => time % 3)], [long]), 'time-split', 'successive');
    const asked = heldOut(two, 0, 'test');
    expect(asked.map(({ target }) => target)).toEqual([1, 2]); // at 19 and 20
    expect(asked.map(({ history }) => history.length)).toEqual([19, 20]);
    expect(trainingHistory(two, 0).length).toBe(18);
  });

  it('counts an interaction at the very cut as before it', () => {
    // eleven times: the cut is place 9 of 0 to 10, the time 9 itself
    const exact = withProtocol(
      datasetOf([[0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]),
      'time-split',
    );
    expect(heldOut(exact, 0, 'test')[0]?.history.length).toBe(10);
    expect(heldOut(exact, 0, 'validation')[0]?.history.length).toBe(9);
  });

  it('says what to do about data without times, and where nobody is left', () => {
    expect(() => withProtocol(datasetOf(histories, null), 'time-split')).toThrow(
      /no times.*data\.protocol to leave-one-out/,
    );
    expect(() => withProtocol(datasetOf([[0, 1, 0]], [[5, 5, 5]]), 'time-split')).toThrow(
      /nobody is left for test/,
    );
  });

  it('refuses data of which every item is new at test time', () => {
    const data = datasetOf([[0, 1, 0, 1], [0, 2, 3, 4]], [[0, 1, 2, 3], [4, 5, 6, 7]]); // prettier-ignore
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
