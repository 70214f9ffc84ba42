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

/**
 * Twenty interactions at the times 0 to 19. Test cut: place 19 · .9 = 17.1, so 17.1, with 18 and 19 after it.
 * Validation cut, of the eighteen times up to it: place 17 · .9 = 15.3, so 15.3, with 16 and 17 between the cuts.
 */
const histories = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], // at 0 to 8 and 18
  [0, 1, 2, 3, 4, 5, 6], // at 9 to 14 and 16
  [7, 8], // at 15 and 17
  [9], // at 19
];
const times = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 18], [9, 10, 11, 12, 13, 14, 16], [15, 17], [19]];
const split = withProtocol(datasetOf(histories, times), 'time-split');

const targets = (which: Split): (number | null)[] =>
  histories.map((_, user) => heldOut(split, user, which)?.target ?? null);

describe('time-split', () => {
  it('tests users whose last interaction lies after the cut, on that one', () => {
    expect(targets('test')).toEqual([9, null, null, null]); // the last user has no history
    expect([...(heldOut(split, 0, 'test')?.history ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('validates by the same construction on what precedes the cut', () => {
    expect(targets('validation')).toEqual([null, 6, 8, null]);
    expect([...(heldOut(split, 2, 'validation')?.history ?? [])]).toEqual([7]);
  });

  it('trains on what precedes both cuts, and counts that', () => {
    expect(histories.map((_, user) => trainingHistory(split, user).length)).toEqual([9, 6, 1, 0]);
    expect(split.catalogue.counts).toEqual([2, 2, 2, 2, 2, 2, 1, 2, 1, 0]);
  });

  it('counts an interaction at the very cut as before it', () => {
    // eleven times: the test cut is place 9 of 0 to 10, the time 9 itself; then place 9 · .9 = 8.1 of ten
    const exact = withProtocol(
      datasetOf([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]),
      'time-split',
    );
    expect(heldOut(exact, 0, 'test')?.history.length).toBe(10);
    expect(heldOut(exact, 0, 'validation')?.history.length).toBe(9);
    expect(trainingHistory(exact, 0).length).toBe(9);
  });

  it('says what to do about data without times, and where nobody is left', () => {
    expect(() => withProtocol(datasetOf(histories, null), 'time-split')).toThrow(
      /no times.*data\.protocol to leave-one-out/,
    );
    expect(() => withProtocol(datasetOf([[0, 1, 2]], [[5, 5, 5]]), 'time-split')).toThrow(
      /nobody is left for validation/,
    );
  });
});

describe('leave-one-out', () => {
  it('is what a data set has unless told, and what it goes back to', () => {
    const plain = datasetOf(histories, times);
    expect(protocolOf(plain)).toBe('leave-one-out');
    expect(heldOut(plain, 1, 'validation')?.target).toBe(5);
    const back = withProtocol(split, 'leave-one-out');
    expect(back.catalogue.counts).toEqual(plain.catalogue.counts);
    expect(heldOut(back, 1, 'test')?.target).toBe(6);
  });
});
