import { describe, expect, it } from 'vitest';
import { latentEffect } from './effect-latents.ts';
import { steeringBasis } from './steering-basis.ts';

/** Four latents in a plane; moving along the second axis does four times as much as along the first. */
const decoder = Float32Array.of(1, 0, 0, 1, 2, 1, 0, -0.5);
const effect = latentEffect(Float64Array.of(1, 0, 0, 4), decoder, 2);

describe('steeringBasis', () => {
  it('takes the latent that does most, and then what it does not explain', () => {
    // W·F·Wᵀ has the diagonal 1, 4, 8, 1. Of latent 2, with rows (2, 4) and (0, 2) in F's units, what is left of latent 0 is
    // 1 - 4/8 = .5, of latent 1 4 - 16/8 = 2, of latent 3 a quarter of that.
    const chosen = steeringBasis(effect, 2);
    expect(chosen.map(({ index }) => index)).toEqual([2, 1]);
    expect(chosen[0]?.step).toBeCloseTo(0.5 / Math.sqrt(8), 3); // but for the ridge of .1%
    expect(chosen[1]?.step).toBeCloseTo(0.5 / Math.sqrt(4), 3);
  });

  it('takes no latent that is made of those taken', () => {
    expect(steeringBasis(effect, 4)).toHaveLength(2);
    expect(steeringBasis(latentEffect(new Float64Array(4), decoder, 2), 4)).toEqual([]);
  });
});
