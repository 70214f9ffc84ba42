import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SteeredLists, SteeringBench } from '../steering/bench.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { calibrate } from './calibrate.ts';
import { lossBound } from './safe-range.ts';

describe('lossBound', () => {
  it('is the mean loss plus 1.645 standard errors, over the base mean', () => {
    // losses .2, 0, 0, 0: mean .05, deviations .15, .05, .05, .05: variance (.0225 + 3·.0025)/4 = .0075
    const bound = lossBound([1, 0.5, 0.5, 0], [0.8, 0.5, 0.5, 0]);
    expect(bound).toBeCloseTo((0.05 + 1.645 * Math.sqrt(0.0075 / 4)) / 0.5, 9);
  });

  it('is below 0 for a sure gain and 0 where nothing changed', () => {
    expect(lossBound([0.5, 0.5], [0.6, 0.6])).toBeCloseTo(-0.2, 9);
    expect(lossBound([0, 0], [0, 0])).toBe(0);
  });
});

/**
 * 400 users whose lists hold item 0 with log-odds of size / 4 (times the direction), so that size 4 gains 1.0, and whose
 * NDCG falls by 4% at size 3 and by 40% beyond.
 */
const bench: Pick<SteeringBench, 'run'> = {
  run(change): Promise<SteeredLists> {
    const size = tf.tidy(() => change?.(tf.zeros([1, 2]), 0).dataSync()[0] ?? 0);
    const taken = Math.round(4000 / (1 + Math.exp(-size / 4)));
    const loss = Math.abs(size) <= 3.1 ? Math.abs(size) / 75 : 0.4;
    return Promise.resolve({
      lists: Array.from({ length: 400 }, (_, user) =>
        Array.from({ length: 10 }, (__, place) => (10 * user + place < taken ? 0 : 1)),
      ),
      ndcg10: new Float64Array(400).fill(0.5 * (1 - loss)),
      meanScores: Float64Array.of(1 + size, 1, 1 - size),
    });
  },
};

describe('calibrate', () => {
  beforeAll(async () => {
    await startBackend({ backend: 'wasm' });
  });

  it('finds the edit that gains 1.0 log-odds, how far it is safe, and what moves', async () => {
    const result = await calibrate(bench, await bench.run(), Float32Array.of(1, 0), new Set([0]));
    expect(result.reached.up).toBeCloseTo(1, 1);
    expect(Math.abs(result.calibration.up - 4)).toBeLessThan(4 * 0.04); // to 3%, and counts are whole
    expect(Math.abs(result.calibration.down - 4)).toBeLessThan(4 * 0.04);
    expect(result.safeRange).toEqual({ min: -0.75, max: 0.75 }); // 3 of 4 loses 4%, 4 of 4 loses 40%
    expect(result.costs?.map(({ strength }) => strength)).toEqual([-1, -0.5, 0, 0.5, 1]);
    const [first, , middle] = result.costs ?? [];
    // Everybody loses as much, so the interval has no width.
    expect([first?.kept, first?.low, first?.high].map((share) => share?.toFixed(3))).toEqual([
      '0.600',
      '0.600',
      '0.600',
    ]);
    expect([middle?.strength, middle?.kept, middle?.share]).toEqual([0, 1, 0.5]);
    expect(result.promoted).toEqual([0, 1, 2]);
    expect(result.demoted).toEqual([2, 1, 0]);
  });

  it('says so when no edit raises the exposure', async () => {
    const result = await calibrate(bench, await bench.run(), Float32Array.of(0, 1), new Set([0]));
    expect(result.reached).toEqual({ up: 0, down: 0 });
    expect(result.calibration).toEqual({ up: 0, down: 0 });
  });
});
