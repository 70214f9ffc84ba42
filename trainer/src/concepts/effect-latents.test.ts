import { describe, expect, it } from 'vitest';
import { latentEffect, latentsByEffect } from './effect-latents.ts';

/** Four latents in a plane; moving along the second axis costs four times as much as along the first. */
const decoder = Float32Array.of(1, 0, 0, 1, 1, 1, -1, 0);
const fisher = Float64Array.of(1, 0, 0, 4);
const effect = latentEffect(fisher, decoder, 2);

describe('latentsByEffect', () => {
  it('takes the latent that gains most for what it costs, of unit cost', () => {
    // (W·G)² / W·F·W for G = (1, 2): 1/1, 4/4, 9/5, 1/1
    const [only] = latentsByEffect(effect, [1, 2], 1);
    expect(only?.index).toBe(2);
    expect(only?.weight).toBeCloseTo(1 / Math.sqrt(5), 2); // but for the ridge of .1%
  });

  it('solves for all weights anew when it takes another', () => {
    // w = F⁻¹G = (1, 1/2): half of (1, 1) and half of (1, 0), whose cost is 1·1 + 4/4 = 2
    const both = latentsByEffect(effect, [1, 2], 4);
    expect(both.map(({ index }) => index)).toEqual([2, 0]);
    both.forEach(({ weight }) => expect(weight).toBeCloseTo(0.5 / Math.sqrt(2), 2));
  });

  it('takes only what may be used with its sign', () => {
    // without 2 and 0: 3 turned round, then 1
    const chosen = latentsByEffect(effect, [1, 2], 4, (latent) => latent === 1 || latent === 3);
    expect(chosen.map(({ index, weight }) => [index, Math.sign(weight)]).sort()).toEqual([
      [1, 1],
      [3, -1],
    ]);
    expect(latentsByEffect(effect, [1, 2], 4, (_, sign) => sign < 0).map(({ index }) => index)).toEqual([3]);
  });

  it('leaves out doubles, and everything where nothing is gained', () => {
    const doubled = latentEffect(fisher, Float32Array.of(1, 0, 1, 0, 2, 0), 2);
    expect(latentsByEffect(doubled, [1, 0], 3)).toHaveLength(1);
    expect(latentsByEffect(effect, [0, 0], 3)).toEqual([]);
  });
});
