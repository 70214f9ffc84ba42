import { describe, expect, it } from 'vitest';
import type { Aim } from './pursuit.ts';
import { pursue } from './pursuit.ts';

const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** Latents as vectors: g_j = W_j·target and M_jk = W_j·W_k, so that weights are those of least squares. */
function aimAt(target: number[], vectors: number[][]): Aim {
  const row = (j: number): number[] => vectors[j] ?? [];
  return {
    gains: Float64Array.from(vectors, (vector) => dot(vector, target)),
    between: (a, b) => dot(row(a), row(b)),
  };
}

const plane = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 0],
];

describe('pursue', () => {
  it('takes the latent that achieves most by itself', () => {
    // (W·t)² / W·W for t = (1, 3): 1, 9, 16/2, 1
    const { latents, weights } = pursue([aimAt([1, 3], plane)], 1);
    expect(latents).toEqual([1]);
    expect(Array.from(weights[0] ?? [])).toEqual([3]);
  });

  it('solves for all weights anew when it takes another', () => {
    // first (1, 1), by 4.5 against 1; then what is left of (1, 2), (-.5, .5)
    const { latents, weights } = pursue([aimAt([1, 2], plane)], 4, (latent) => latent !== 1);
    expect(latents).toEqual([2, 0]);
    expect(weights[0]?.[0]).toBeCloseTo(2, 12);
    expect(weights[0]?.[1]).toBeCloseTo(-1, 12);
  });

  it('takes only what may be used, by what is left to it', () => {
    const right = aimAt([1, 3], plane);
    expect(pursue([right], 4, (latent) => latent === 3).latents).toEqual([3]);
    expect(pursue([right], 4, (_, [left = 0]) => left < 0).latents).toEqual([3]);
  });

  it('leaves out doubles, what does nothing, and everything where nothing is gained', () => {
    const doubled = [
      [1, 0],
      [2, 0],
      [0, 0],
    ];
    expect(pursue([aimAt([1, 0], doubled)], 3).latents).toHaveLength(1);
    expect(pursue([aimAt([0, 0], plane)], 3).latents).toEqual([]);
  });

  it('serves several aims by turns, each with weights of its own', () => {
    const vectors = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0.8, 0.6, 0],
    ];
    // the fourth achieves .64 and .36 of the two aims, as much as either axis alone achieves of one: 1 and 0
    const [along, across] = [aimAt([1, 0, 0], vectors), aimAt([0, 5, 0], vectors)];
    expect(pursue([along], 2).latents).toEqual([0]);
    const { latents, weights } = pursue([along, across], 2);
    expect(latents).toEqual([0, 1]);
    expect(weights.map((own) => Array.from(own))).toEqual([
      [1, 0],
      [0, 5],
    ]);
  });

  it('weighs aims by what one latent can achieve for each, whatever their units', () => {
    const vectors = [
      [1, 0],
      [0, 1],
      [0.75, 0.75],
    ];
    const [small, large] = [aimAt([1, 0], vectors), aimAt([0, 1000], vectors)];
    expect(pursue([small, large], 1).latents).toEqual([0]); // all three tie: .5 + .5, 1 + 0 and 0 + 1
    const [half, more] = [aimAt([1, 0.2], vectors), aimAt([200, 1000], vectors)];
    expect(pursue([half, more], 1).latents).toEqual([2]); // .72 + .72 against 1 + .04
  });
});
