import { describe, expect, it } from 'vitest';
import { sizeForGain, sizeWhere } from './size-search.ts';

async function search(of: (size: number) => number, wanted: number) {
  const tried: number[] = [];
  const size = await sizeWhere((at) => {
    tried.push(at);
    return Promise.resolve(of(at));
  }, wanted);
  return { size, tried };
}

describe('sizeWhere', () => {
  it('doubles from a quarter, then draws straight lines', async () => {
    const { size, tried } = await search((s) => s / 10, 0.06);
    expect(tried.slice(0, 3)).toEqual([0.25, 0.5, 1]);
    expect(tried).toHaveLength(3 + 1); // .6 is what was asked, and needs no second step
    expect(size).toBeCloseTo(0.6, 12);
  });

  it('comes near where the measure bends', async () => {
    expect((await search((s) => s * s, 9)).size).toBeCloseTo(3, 1);
  });

  it('takes a dip for level ground', async () => {
    const { size } = await search((s) => (s < 0.9 ? -1 : s), 1.5);
    expect(size).toBeGreaterThan(1);
    expect(size).toBeLessThanOrEqual(2);
  });

  it('ends at the largest size where nothing reaches it', async () => {
    expect(await search(() => 0, 1)).toMatchObject({ size: 64 });
  });
});

/** Runs and counts how often the gain was asked for. */
async function searchForGain(gain: (size: number) => number) {
  let asked = 0;
  const found = await sizeForGain((size) => {
    asked++;
    return Promise.resolve(gain(size));
  }, 1);
  return { ...found, asked };
}

describe('sizeForGain', () => {
  it('finds the size of a straight gain at once', async () => {
    const { size, asked } = await searchForGain((s) => s / 5);
    expect(size).toBeCloseTo(5, 9);
    expect(asked).toBe(3); // 1, then 4 as the longest step, then 5
  });

  it('finds a size below 1', async () => {
    expect((await searchForGain((s) => 10 * s)).size).toBeCloseTo(0.1, 9);
  });

  it.each([
    ['bends up', (s: number) => (s / 20) ** 3],
    ['saturates', (s: number) => 1.05 * (1 - Math.exp(-s / 3))],
    ['comes in steps of .02', (s: number) => Math.floor(50 * Math.log1p(s / 4)) / 50],
  ])('comes within 3% of a gain that %s', async (_, gain) => {
    const { gain: reached, asked } = await searchForGain(gain);
    expect(Math.abs(reached - 1)).toBeLessThanOrEqual(0.03);
    expect(asked).toBeLessThanOrEqual(8);
  });

  it('gives the largest gain where the one wanted is never reached', async () => {
    const hill = await searchForGain((s) => 0.5 - Math.abs(s - 16) / 100);
    // 1, 4, then 80/7 as the line says (gain .454), which is the most of all; of its half and its double neither is more.
    expect(hill.size).toBeCloseTo(80 / 7, 9);
    expect(hill.asked).toBe(7);
    const steep = await searchForGain((s) => 0.5 - Math.abs(s - 8) / 20); // 1, 4, 16, 64, 128, then 2 and 8 beside 4
    expect(steep).toEqual({ size: 8, gain: 0.5, asked: 7 });
    expect(await searchForGain((s) => -s)).toEqual({ size: 0, gain: 0, asked: 5 });
  });
});
