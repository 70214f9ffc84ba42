import { expect, it } from 'vitest';
import type { Weights } from '../files/weights.ts';
import { stableLatents } from './experimental.ts';

const identity = Float64Array.of(1, 0, 0, 1);
/** Items spread alike both ways, so that lifts correlate as directions do. */
const table = Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1);
const panel = { table, jacobian: () => Promise.resolve(identity) };
const decoder = (...rows: [number, number][]): Weights => ({
  'decoder.weight': { shape: [rows.length, 2], data: Float32Array.from(rows.flat()) },
});

it('keeps latents that the other autoencoder has too, whatever their number and length', async () => {
  const own = decoder([1, 0], [0, 1], [1, 1]);
  // cos 37° = .8 to the first (4, 3), and the opposite of the second
  expect(await stableLatents(own, decoder([0, -1], [4, 2.9]), panel)).toEqual(new Set([0, 2]));
});

it('takes none that does nothing', async () => {
  expect(await stableLatents(decoder([0, 0]), decoder([0, 0], [1, 0]), panel)).toEqual(new Set());
});
