import { describe, expect, it } from 'vitest';
import { evaluateLatentQuality } from './latent-quality.ts';
import {
  LATENTS,
  plantedActivations,
  plantedCatalogue,
  plantedCodes,
} from '../../testing/planted-evidence.ts';

const catalogue = plantedCatalogue();
const activations = plantedActivations(catalogue, 1);
const codes = plantedCodes(catalogue, activations.items, 0);
const options = {
  concepts: [],
  autoencoder: { 'decoder.weight': { shape: [LATENTS, 6], data: new Float32Array(6 * LATENTS) } },
  maxLength: 20,
  seed: 1,
};

describe('evaluateLatentQuality', () => {
  it('finds planted latents interpretable, of one meaning and not trivial', () => {
    const quality = evaluateLatentQuality({ catalogue, activations, codes, latents: LATENTS }, options);
    expect(quality.interpretableShare).toBe(1);
    expect(quality.nontrivialShare).toBe(1);
    expect(quality.distinctConcepts).toBe(0);
    // a latent's items are all of one genre of four: 1 less the quarter that chance gives
    expect(quality.monosemanticity?.sae).toBeCloseTo(0.75, 1);
    expect(quality.monosemanticity?.raw).toBeGreaterThan(0);
    expect(quality.monosemanticity?.raw).toBeLessThan(0.4);
  });

  it('leaves out what needs attributes where there are none', () => {
    const bare = { ...catalogue, attributes: [], itemAttributes: catalogue.ids.map(() => []) };
    const quality = evaluateLatentQuality({ catalogue: bare, activations, codes, latents: LATENTS }, options);
    expect(quality).toEqual({ distinctConcepts: 0, nontrivialShare: 1 });
  });
});
