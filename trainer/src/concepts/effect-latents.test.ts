import { describe, expect, it } from 'vitest';
import { between, editWeights, effectAim, latentEffect } from './effect-latents.ts';
import { pursue } from './pursuit.ts';

/** Four latents in a plane; moving along the second axis costs four times as much as along the first. */
const decoder = Float32Array.of(1, 0, 0, 1, 1, 1, -1, 0);
const effect = latentEffect(Float64Array.of(1, 0, 0, 4), decoder, 2);

describe('effectAim', () => {
  it('gains what moving a latent brings, for what it changes', () => {
    const aim = effectAim(effect, [1, 2]);
    expect(Array.from(aim.gains)).toEqual([1, 2, 3, -1]);
    expect(aim.between(0, 1)).toBe(0);
    expect(aim.between(1, 2)).toBeCloseTo(4, 1); // but for the ridge of .1%
    expect(between(effect, 2, 2)).toBeCloseTo(5, 1);
  });

  it('ends in weights of unit cost', () => {
    // w = F⁻¹G = (1, 1/2): half of (1, 1) and half of (1, 0), whose cost is 1·1 + 4/4 = 2
    const aim = effectAim(effect, [1, 2]);
    const { latents, weights } = pursue([aim], 4);
    const both = editWeights(aim, latents, weights[0] ?? []);
    expect(both.map(({ index }) => index)).toEqual([2, 0]);
    both.forEach(({ weight }) => expect(weight).toBeCloseTo(0.5 / Math.sqrt(2), 2));
  });
});
