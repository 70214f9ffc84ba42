import { expect, it } from 'vitest';
import { assembleDataset } from '../data/assemble.ts';
import type { Dataset } from '../data/dataset.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { ease, MOST_EASE_ITEMS } from './ease.ts';

/** Histories whose last two items, both 2, are held out. */
function datasetOf(training: number[][], items = 3): Dataset {
  const ids = Array.from({ length: items }, (_, item) => `item ${item}`);
  return assembleDataset({
    name: 'small',
    catalogue: { ids, titles: ids, attributes: [], itemAttributes: ids.map(() => []), counts: [] },
    userIds: training.map((_, user) => String(user)),
    histories: training.map((history) => [...history, 2, 2]),
    times: null,
    historiesShareable: true,
  });
}

describeOnEachBackend('ease', () => {
  it('solves the normal equations with a diagonal of zero', () => {
    // XᵀX = |2 1; 1 1| for items 0 and 1 (a repeat counts once), and 0 for item 2; with λ = 1: |3 1; 1 2|, whose
    // inverse is |2 -1; -1 3| / 5. B_01 = -P_01 / P_11 = 1/3 and B_10 = -P_10 / P_00 = 1/2.
    const baseline = ease(
      datasetOf([
        [0, 1],
        [0, 0],
      ]),
      1,
    );
    const fromFirst = baseline?.score([Int32Array.of(0, 0)]) ?? [];
    const fromBoth = baseline?.score([Int32Array.of(0, 1)]) ?? [];
    [0, 1 / 3, 0].forEach((score, item) => expect(fromFirst[item]).toBeCloseTo(score, 6));
    [1 / 2, 1 / 3, 0].forEach((score, item) => expect(fromBoth[item]).toBeCloseTo(score, 6));
  });

  it('is left out where there are too many items', () => {
    expect(ease(datasetOf([[0]], MOST_EASE_ITEMS + 1))).toBeNull();
  });
});
