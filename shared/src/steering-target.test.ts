import { describe, expect, it } from 'vitest';
import { narrow, startTarget, type TargetSearch } from './steering-target.ts';

/** Runs a search where the share at a size is known. */
function search(wanted: number, shareAt: (signed: number) => number, size = { up: 1, down: 2 }) {
  let state: TargetSearch = startTarget(wanted, shareAt(0), size);
  const tried: number[] = [];
  while (state.sizes.length > 0) {
    tried.push(...state.sizes);
    state = narrow(
      state,
      state.sizes.map((s) => shareAt(state.sign * s)),
    );
  }
  return { ...state, tried };
}

/** .2, and another place of the list for each 1.3 of size. */
const steps = (signed: number): number => Math.max(0, Math.min(1, 0.2 + Math.trunc(signed / 1.3) / 10));

describe('target search', () => {
  it('finds the least size that reaches the share, in three runs', () => {
    const { best, tried } = search(0.4, steps);
    // 2.6 is least; first round 2 and 4 bracket it, the second 2.5 and 2.75, the third 2.59375 and 2.625
    expect(best).toEqual({ size: 2.625, share: 0.4, reached: true });
    expect(tried).toHaveLength(21);
  });

  it('lowers a share by the size of the other side', () => {
    const { best, tried, sign } = search(0.1, steps);
    expect(sign).toBe(-1);
    expect(tried.slice(0, 4)).toEqual([0.5, 1, 2, 4]);
    expect(best.share).toBe(0.1);
    expect(best.size).toBeGreaterThanOrEqual(1.3);
    expect(best.size).toBeLessThan(1.3 + 1 / 64 + 1e-9);
  });

  it('asks for nothing where the share is right already', () => {
    expect(search(0.2, steps)).toMatchObject({ tried: [], best: { size: 0, share: 0.2, reached: true } });
    expect(search(0.204, steps).tried).toEqual([]);
  });

  it('keeps what came nearest when no size reaches it', () => {
    const { best, tried } = search(0.9, (s) => (s === 2 ? 0.6 : 0.2));
    expect(best).toEqual({ size: 2, share: 0.6, reached: false });
    expect(tried).toHaveLength(7);
  });

  it('keeps the end of the bracket when nothing inside it reaches the share', () => {
    const { best } = search(0.5, (s) => (s >= 4 ? 0.5 : 0.2));
    expect(best).toEqual({ size: 4, share: 0.5, reached: true });
  });

  it('takes the first size to reach it where the share falls again', () => {
    expect(search(0.5, (s) => (s >= 1 && s < 2 ? 0.5 : 0.2)).best.size).toBe(1);
  });

  it('gives up on a concept that cannot be moved', () => {
    expect(search(0.5, steps, { up: 0, down: 0 }).best).toEqual({ size: 0, share: 0.2, reached: false });
  });
});
