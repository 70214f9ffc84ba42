import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SteeredLists, SteeringBench } from '../steering/bench.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { calibrate, sizeForGain } from './calibrate.ts';
import { lossBound } from './safe-range.ts';

/** Runs and counts how often the gain was asked for. */
async function search(gain: (size: number) => number) {
  let asked = 0;
  const found = await sizeForGain((size) => {
    asked++;
    return Promise.resolve(gain(size));
  }, 1);
  return { ...found, asked };
}

describe('sizeForGain', () => {
  it('finds the size of a straight gain at once', async () => {
    const { size, asked } = await search((s) => s / 5);
    expect(size).toBeCloseTo(5, 9);
    expect(asked).toBe(3); // 1, then 4 as the longest step, then 5
  });

  it('finds a size below 1', async () => {
    expect((await search((s) => 10 * s)).size).toBeCloseTo(0.1, 9);
  });

  it.each([
    ['bends up', (s: number) => (s / 20) ** 3],
    ['saturates', (s: number) => 1.05 * (1 - Math.exp(-s / 3))],
    ['comes in steps of .02', (s: number) => Math.floor(50 * Math.log1p(s / 4)) / 50],
  ])('comes within 3% of a gain that %s', async (_, gain) => {
    const { gain: reached, asked } = await search(gain);
    expect(Math.abs(reached - 1)).toBeLessThanOrEqual(0.03);
    expect(asked).toBeLessThanOrEqual(8);
  });

  it('gives the largest gain where the one wanted is never reached', async () => {
    const hill = await search((s) => 0.5 - Math.abs(s - 16) / 100);
    // 1, 4, then 80/7 as the line says (gain .454), which is the most of all; of its half and its double neither is more.
    expect(hill.size).toBeCloseTo(80 / 7, 9);
    expect(hill.asked).toBe(7);
    const steep = await search((s) => 0.5 - Math.abs(s - 8) / 20); // 1, 4, 16, 64, 128, then 2 and 8 beside 4
    expect(steep).toEqual({ size: 8, gain: 0.5, asked: 7 });
    expect(await search((s) => -s)).toEqual({ size: 0, gain: 0, asked: 5 });
  });
});

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
