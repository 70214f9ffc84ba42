import { expect, it } from 'vitest';
import { densest, fitting, rebuild } from './rebuild.ts';
import { createRandom } from '../math/random.ts';
import { pearson } from '../math/pearson.ts';

const [d, items] = [4, 60];
const random = createRandom(1, 'rebuild');
const table = Float32Array.from({ length: items * d }, () => random.normal());
const jacobian = Float64Array.from({ length: d * d }, () => random.normal());
/** Twelve latents, of which none is the sum of two others. */
const decoder = Float32Array.from({ length: 12 * d }, () => random.normal());

/** lift_i = Σ_k x_k·(J_k · E_i), by its definition. */
const liftOf = (x: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: items }, (_, item) => {
    let sum = 0;
    for (let k = 0; k < d; k++)
      for (let i = 0; i < d; i++)
        sum += (x[k] ?? 0) * (jacobian[k * d + i] ?? 0) * (table[item * d + i] ?? 0);
    return sum;
  });
const editOf = (latents: readonly { index: number; weight: number }[]): Float32Array =>
  Float32Array.from({ length: d }, (_, i) =>
    latents.reduce((sum, { index, weight }) => sum + weight * (decoder[index * d + i] ?? 0), 0),
  );
const half = Float64Array.from({ length: items }, (_, item) => (item % 2 === 0 ? 1 : 0));

it('finds the latents that a lift was made of, and weights in their proportion', () => {
  const wanted = liftOf(editOf([{ index: 3, weight: 2 }]));
  const found = rebuild(fitting({ jacobian, table, hiddenSize: d, decoder, weights: half }), wanted, 3);
  expect(found.map(({ index }) => index)).toEqual([3]);
  expect(found[0]?.weight).toBeGreaterThan(0);
});

it('looks at the items of its half alone', () => {
  const wanted = liftOf(
    editOf([
      { index: 3, weight: 2 },
      { index: 7, weight: -1 },
    ]),
  );
  const spoilt = wanted.map((value, item) => (item % 2 === 0 ? value : NaN));
  const fit = fitting({ jacobian, table, hiddenSize: d, decoder, weights: half });
  const rebuilt = liftOf(editOf(rebuild(fit, spoilt, 4)));
  const others = Array.from(wanted.keys()).filter((item) => item % 2 === 1);
  const on = (lift: Float32Array): number[] => others.map((item) => lift[item] ?? NaN);
  expect(pearson(on(rebuilt), on(wanted))).toBeGreaterThan(0.99); // 2 latents of 12 over 4 dimensions
});

it('has in all latents together what the best edit reaches', () => {
  const wanted = liftOf([1, -2, 0.5, 3]);
  const identity = Float32Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1 : 0));
  const fit = fitting({ jacobian, table, hiddenSize: d, decoder: identity, weights: half });
  const best = densest(fit, wanted);
  expect(pearson([...liftOf(best)], [...wanted])).toBeGreaterThan(0.999); // a ridge of a thousandth
});

it('gives nothing for a lift of nothing', () => {
  const fit = fitting({ jacobian, table, hiddenSize: d, decoder, weights: half });
  expect(rebuild(fit, new Float32Array(items), 3)).toEqual([]);
});
