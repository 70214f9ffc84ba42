import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../concepts/evidence.ts';
import { precisionOf, positivesBy, benjaminiHochberg, interpretableShare } from './interpretable-share.ts';
import {
  LATENTS,
  plantedActivations,
  plantedCatalogue,
  plantedCodes,
} from '../../testing/planted-evidence.ts';

const catalogue = plantedCatalogue();
const activations = plantedActivations(catalogue, 1);
const share = (miss: number): number => {
  const codes = plantedCodes(catalogue, activations.items, miss);
  return interpretableShare(gatherEvidence(catalogue, activations, codes, LATENTS, 1), 1);
};

describe('interpretableShare', () => {
  it('finds the four planted latents of the four or sixteen that live', () => {
    expect(share(0)).toBe(1);
    expect(share(0.2)).toBe(4 / 16);
  });

  it('finds none where nothing is planted', () => {
    expect(share(1)).toBeLessThanOrEqual(1 / 16);
  });

  it('does not take popularity for meaning', () => {
    // latent 0 fires on the forty most popular items, of which every other one, and no other item, has genre a
    const genres = catalogue.ids.map((_, item) => [item < 40 && item % 2 === 0 ? 0 : 1]);
    const latent = activations.items.map((item) => (item < 40 ? 0 : 1));
    const codes = { k: 1, latent, value: Float32Array.from(latent, () => 1) };
    const evidence = gatherEvidence({ ...catalogue, itemAttributes: genres }, activations, codes, 2, 1);
    expect(interpretableShare(evidence, 1)).toBe(0); // though genre a is five times as frequent there as anywhere
  });
});

const among = (positives: number) => ({ rows: 4, positives });

describe('precisionOf', () => {
  const items = Int32Array.of(0, 1, 2, 3);
  const itself = Int32Array.of(0, 1, 2, 3);

  const firing = { rows: Int32Array.of(2, 1), values: Float32Array.of(5, 1) };

  it('adds the precision at each positive, and the prevalence for those that do not fire', () => {
    // positives are items 0 and 1: rank 2 is the first hit, item 0 does not fire
    expect(precisionOf(firing, items, Uint8Array.of(1, 1, 0, 0), itself, among(2))).toBe((1 / 2 + 2 / 4) / 2);
    expect(precisionOf(firing, items, Uint8Array.of(0, 1, 1, 0), itself, among(2))).toBe((1 + 1) / 2);
    expect(precisionOf(firing, items, new Uint8Array(4), itself, among(0))).toBe(0);
  });

  it('reads labels where the permutation says', () => {
    const source = Int32Array.of(3, 2, 1, 0); // item 2 takes item 1's label, which is set
    expect(precisionOf(firing, items, Uint8Array.of(0, 1, 0, 0), source, among(1))).toBe(1);
  });
});

const attribute = (id: string) => ({ id, label: id, kind: 'genre' });

describe('positivesBy', () => {
  const three = { attributes: ['a', 'b', 'c'].map(attribute), itemAttributes: [[0], [0, 1], [1], [2]] };
  const held = { counts: Int32Array.of(5, 0, 7, 1), occurring: [0, 2, 3] };

  it('counts positions by the attributes that their items take', () => {
    expect([...positivesBy(three, held, Int32Array.of(0, 1, 2, 3))]).toEqual([5, 7, 1]);
    // item 0 takes those of 1, and 2 those of 0
    expect([...positivesBy(three, held, Int32Array.of(1, 2, 0, 3))]).toEqual([5 + 7, 5, 1]);
  });

  it('asks for the attributes of items that occur, and of no others', () => {
    let asked = 0;
    const counted = new Proxy(three.itemAttributes, {
      get: (lists, place) => (
        typeof place === 'string' && /^\d+$/.test(place) && asked++,
        Reflect.get(lists, place)
      ),
    });
    positivesBy({ ...three, itemAttributes: counted }, held, Int32Array.of(0, 1, 2, 3));
    expect(asked).toBe(3);
  });
});

describe('benjaminiHochberg', () => {
  it('accepts up to the last p that lies below its line', () => {
    // lines .0125, .025, .0375, .05: .03 is above its own, but .035 lies below the third
    expect(benjaminiHochberg([0.035, 0.9, 0.01, 0.03], 0.05)).toBe(0.035);
    expect(benjaminiHochberg([0.02, 0.6], 0.02)).toBe(-1);
    expect(benjaminiHochberg([], 0.05)).toBe(-1);
  });
});
