import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Parameters } from '../recommender/recommender.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import type { AdamOptions } from './adam.ts';
import { adamStep, initialAdam, learningRateAt, normOf } from './adam.ts';

type Values = Record<string, number[]>;

/** Matrices [1, n] for names that begin with a capital letter, else vectors [n]. */
const tensorsOf = (values: Values): Parameters =>
  Object.fromEntries(
    Object.entries(values).map(([name, v]) => [
      name,
      /^[A-Z]/.test(name) ? tf.tensor2d([v]) : tf.tensor1d(v),
    ]),
  );

/** Parameters after one step a gradient; all tensors that the steps made are gone afterwards. */
function after(start: Values, gradients: Values[], options: AdamOptions): Values {
  const before = tf.memory().numTensors;
  let parameters = tensorsOf(start);
  let state = initialAdam(parameters);
  for (const gradient of gradients) {
    ({ parameters, state } = adamStep(parameters, tensorsOf(gradient), state, options));
  }
  const values = Object.entries(parameters).map(([name, p]) => [name, Array.from(p.dataSync())] as const);
  expect(state.step).toBe(gradients.length);
  tf.dispose([parameters, state.first, state.second]);
  expect(tf.memory().numTensors - before).toBe(0);
  return Object.fromEntries(values);
}

const plain = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0 };

/** How far two weights move. With an ε of 1e3, v hardly counts: a step is in proportion to its gradient, to about .1%. */
function smallMoves(a: number, b: number, clipNorm: number): number[] {
  const moved = after({ a: [0], b: [0] }, [{ a: [a], b: [b] }], { ...plain, epsilon: 1e3, clipNorm });
  return [moved['a']?.[0] ?? NaN, moved['b']?.[0] ?? NaN];
}

describeOnEachBackend('adamStep', () => {
  it('moves by the learning rate at first, whatever the size of the gradient', () => {
    // m̂ = g and v̂ = g², so that m̂/√v̂ is the sign of g
    const { bias } = after({ bias: [1, 1] }, [{ bias: [0.001, -50] }], plain);
    expect(bias?.[0]).toBeCloseTo(0.9, 6);
    expect(bias?.[1]).toBeCloseTo(1.1, 6);
  });

  it('follows the formula at the second step', () => {
    // g = 1 then 3: m = .9·.1 + .1·3 = .39, m̂ = .39/(1-.81); v = .99·.01 + .01·9 = .0999, v̂ = .0999/(1-.9801)
    const move = (0.1 * (0.39 / 0.19)) / Math.sqrt(0.0999 / 0.0199);
    const { bias } = after({ bias: [1] }, [{ bias: [1] }, { bias: [3] }], plain);
    expect(bias?.[0]).toBeCloseTo(1 - 0.1 - move, 6);
  });

  it('lets matrices decay by rate × decay, but no gains and biases', () => {
    const options = { ...plain, epsilon: 1, weightDecay: 0.5 }; // a gradient of 0 moves nothing
    const moved = after({ Weight: [2], bias: [2] }, [{ Weight: [0], bias: [0] }], options);
    expect(moved['Weight']?.[0]).toBeCloseTo(2 * (1 - 0.1 * 0.5), 6);
    expect(moved['bias']).toEqual([2]);
  });

  it('scales all gradients together down to the norm allowed', () => {
    const unit = smallMoves(1, 0, Infinity)[0] ?? NaN;
    const [a, b] = smallMoves(3, 4, 1); // √(3² + 4²) = 5 becomes 1
    expect((a ?? NaN) / unit).toBeCloseTo(3 / 5, 2);
    expect((b ?? NaN) / unit).toBeCloseTo(4 / 5, 2);
    const [c, d] = smallMoves(3, 4, 10); // below the norm nothing is scaled
    expect((c ?? NaN) / unit).toBeCloseTo(3, 2);
    expect((d ?? NaN) / unit).toBeCloseTo(4, 2);
    expect(smallMoves(0, 0, 1)).toEqual([0, 0]); // not 0 · 1/0
  });
});

describeOnEachBackend('normOf', () => {
  it('is the root of the sum of squares', () => {
    const norm = tf.tidy(() => normOf(tf.tensor1d([1, 2, 2, 4])).dataSync()[0]);
    expect(norm).toBeCloseTo(5, 6);
  });
});

/** From a peak of 1 over 12 steps. */
const falling = (step: number): number =>
  learningRateAt(step, 1, 0, 12, { schedule: 'cosine', finalRate: 0.2 });

describe('learningRateAt', () => {
  it('rises to the peak, then falls to a tenth of it', () => {
    const [first, second, last, peak, half, end, beyond] = [0, 1, 3, 4, 14, 24, 99].map((step) =>
      learningRateAt(step, 1, 4, 24),
    );
    expect([first, second, last, peak]).toEqual([0.25, 0.5, 1, 1]);
    expect(half).toBeCloseTo(1 - 0.9 * 0.5, 12);
    expect(end).toBeCloseTo(0.1, 12);
    expect(beyond).toBeCloseTo(0.1, 12);
  });

  it('falls in half a cosine to the floor asked for', () => {
    expect(falling(0)).toBeCloseTo(1, 12);
    expect(falling(4)).toBeCloseTo(0.2 + 0.8 * 0.75, 12); // (1 + cos 60°)/2
    expect(falling(12)).toBeCloseTo(0.2, 12);
  });
});
