import { expect, it } from 'vitest';
import { plantedEvidence } from '../../testing/example-evidence.ts';
import { supervisedDirections } from './by-direction.ts';

it('points from positions without the attribute to those with it', () => {
  const evidence = plantedEvidence();
  const d = 2;
  const hidden = new Float32Array(evidence.items.length * d);
  // axis 0: 3 on planted items and 1 elsewhere; axis 1: the same, half as far, and ten times that by the row's turn
  evidence.items.forEach((item, row) => {
    const planted = item % 5 === 0;
    hidden[row * d] = planted ? 3 : 1;
    hidden[row * d + 1] = (planted ? 1 : 0) + (row % 2 === 0 ? 10 : -10);
  });
  const { differenceOfMeans, probe } = supervisedDirections(evidence, hidden, d)(0);
  expect(differenceOfMeans[0]).toBeCloseTo(2, 5);
  expect(Math.abs((differenceOfMeans[1] ?? 0) - 1)).toBeLessThan(1);
  // the probe discounts the axis that varies for other reasons
  expect(Math.abs((probe[1] ?? 0) / (probe[0] ?? 1))).toBeLessThan(0.05);
});
