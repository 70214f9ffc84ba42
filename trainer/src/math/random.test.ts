import { describe, expect, it } from 'vitest';
import { Random, createRandom } from './random.ts';

const draw = (seed: number, stream?: string): number => createRandom(seed, stream).next();

describe('createRandom', () => {
  it('follows the recurrence of xoshiro128**', () => {
    const random = new Random({ words: [1, 2, 3, 4], spare: null });
    // result = rotl(s1·5, 7)·9: rotl(10, 7) = 1280, ·9 = 11520; next s1 = 2 ^ (3 ^ 1) = 0, so 0
    expect([random.bits(), random.bits()]).toEqual([11520, 0]);
  });

  it('gives the same numbers for a seed, and others for another seed or stream', () => {
    expect(draw(7)).toBe(draw(7));
    expect(new Set([draw(7), draw(8), draw(7, 'a'), draw(7, 'b'), draw(7 + 2 ** 32)]).size).toBe(5);
  });

  it('goes on from a saved state, the held-back normal included', () => {
    const random = createRandom(3);
    random.normal();
    const copy = new Random(random.state());
    const rest = [random.normal(), random.normal(), random.next()];
    expect([copy.normal(), copy.normal(), copy.next()]).toEqual(rest);
  });

  it('refuses what cannot be drawn from', () => {
    expect(() => createRandom(1.5)).toThrow(/whole number/);
    expect(() => createRandom(1).integer(0)).toThrow(/at least 1/);
    expect(() => createRandom(1).weighted([0, 0])).toThrow(/above zero/);
  });
});

describe('distributions', () => {
  it('are uniform and standard normal to sampling error', () => {
    const random = createRandom(11);
    const n = 20_000;
    const uniform = Array.from({ length: n }, () => random.next());
    const normal = Array.from({ length: n }, () => random.normal());
    const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / n;
    // standard errors: .29/√n = .002 and 1/√n = .007; variance of squares √2/√n = .01; five of each
    expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(mean(normal))).toBeLessThan(0.035);
    expect(Math.abs(mean(normal.map((x) => x * x)) - 1)).toBeLessThan(0.05);
  });

  it('never draws a weight of zero', () => {
    const random = createRandom(5);
    const drawn = new Set(Array.from({ length: 200 }, () => random.weighted([0, 1, 0, 2, 0])));
    expect([...drawn].sort()).toEqual([1, 3]);
  });

  it('shuffles to a permutation', () => {
    const list = createRandom(2).shuffle(Int32Array.from({ length: 50 }, (_, i) => i));
    expect([...list]).not.toEqual([...list].sort((a, b) => a - b));
    expect([...list].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});
