import { expect, it } from 'vitest';
import { sizeWhere } from './strength-search.ts';

async function search(of: (size: number) => number, wanted: number) {
  const tried: number[] = [];
  const size = await sizeWhere((at) => {
    tried.push(at);
    return Promise.resolve(of(at));
  }, wanted);
  return { size, tried };
}

it('doubles from a quarter, then draws straight lines', async () => {
  const { size, tried } = await search((s) => s / 10, 0.06);
  expect(tried.slice(0, 3)).toEqual([0.25, 0.5, 1]);
  expect(tried).toHaveLength(3 + 2);
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
