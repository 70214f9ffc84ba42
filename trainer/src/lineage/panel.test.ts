import { expect, it } from 'vitest';
import { circleData, datasetOf } from '../../testing/example-data.ts';
import { syntheticPanel } from './panel.ts';

it('goes on as people went on, but for leaps', () => {
  const data = circleData(40, 30, 12);
  const panel = syntheticPanel(data, 1, 50);
  expect(panel).toHaveLength(50);
  const steps = panel.flatMap((history) =>
    history.slice(1).map((id, i) => [Number(history[i]?.slice(1)), Number(id.slice(1))] as const),
  );
  const onwards = steps.filter(([from, to]) => to === (from + 1) % 30).length;
  expect(onwards / steps.length).toBeGreaterThan(0.6); // all but the leaps, some 15%, and what follows no step
  expect(panel.every((history) => new Set(history).size === history.length)).toBe(true);
});

/** How often the panel goes on from item 5 to item 20, where ten people go round a circle and some go that way. */
function shareOfStep(people: number): number {
  const round = Array.from({ length: 30 }, (_, i) => i);
  const data = datasetOf(
    [...Array.from({ length: 10 }, () => round), ...Array.from({ length: people }, () => [5, 20, 8, 9])],
    30,
  );
  const after = syntheticPanel(data, 1, 400).flatMap((history) => {
    const place = history.indexOf('i5');
    return place < 0 || place === history.length - 1 ? [] : [history[place + 1]];
  });
  return after.filter((id) => id === 'i20').length / after.length;
}

it('walks no step that fewer than three people took', () => {
  // the last two of a history are held out, so that 5 → 20 is what training sees of the others
  expect(shareOfStep(2)).toBeLessThan(0.03); // leaps: .15 of all, to any of 30
  expect(shareOfStep(3)).toBeGreaterThan(0.1); // 3 of 13
});

it('is the same for the same seed, and of nobody where there is nobody', () => {
  const data = circleData(10, 12, 8);
  expect(syntheticPanel(data, 3, 5)).toEqual(syntheticPanel(data, 3, 5));
  expect(syntheticPanel(datasetOf([], 3), 1)).toEqual([]);
});
