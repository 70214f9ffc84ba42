import { describe, expect, it } from 'vitest';
import {
  addTo,
  calibrationOf,
  conceptEdit,
  gradientOf,
  gradientProbes,
  logMass,
  METHODS,
} from './steering-methods.ts';

/** Latents 1 and 3, weights 1 and .5; strength 1 is size 2 up and 4 down. */
const concept = {
  id: 'genre:a',
  latents: [
    { index: 1, weight: 1 },
    { index: 3, weight: 0.5 },
  ],
  calibration: { up: 2, down: 4 },
};
const code = [9, 0.25, 9, 0];

describe('conceptEdit', () => {
  it('adds strength × size × weight', () => {
    expect([...conceptEdit('add', concept, 0.5)]).toEqual([0.5 * 2 * 1, 0.5 * 2 * 0.5]);
    expect([...conceptEdit('add', concept, -1)]).toEqual([-4 * 1, -4 * 0.5]);
  });

  it('sets latents to size × weight at strength 1, and goes half of the way at .5', () => {
    expect([...conceptEdit('set', concept, 1, { code })]).toEqual([2 - 0.25, 1 - 0]);
    expect([...conceptEdit('set', concept, 0.5, { code })]).toEqual([(2 - 0.25) / 2, 1 / 2]);
    expect([...conceptEdit('set', concept, -1, { code })]).toEqual([-4 - 0.25, -2]);
  });

  it('scales what fires, and leaves what does not', () => {
    expect([...conceptEdit('scale', concept, 1, { code })]).toEqual([2 * 0.25, 0]);
    expect([...conceptEdit('scale', concept, -0.5, { code })]).toEqual([-0.5 * 4 * 0.25, -0]);
  });

  it('goes as far as add along the gradient', () => {
    // ‖w‖ = √1.25 and g/‖g‖ = (.6, -.8)
    const [x = 0, y = 0] = conceptEdit('gradient', concept, 0.5, { gradient: [3, -4] });
    expect(x).toBeCloseTo(0.5 * 2 * Math.sqrt(1.25) * 0.6, 12);
    expect(y).toBeCloseTo(0.5 * 2 * Math.sqrt(1.25) * -0.8, 12);
    expect([...conceptEdit('gradient', concept, 1, { gradient: [0, 0] })]).toEqual([2, 1]);
  });

  it('is zeros at strength 0, whatever the method', () => {
    for (const method of METHODS) {
      const edit = conceptEdit(method, concept, 0, { code, gradient: [1, 1] });
      expect([...edit].every((x) => Object.is(x, 0))).toBe(true);
    }
  });

  it('takes the sizes of its method where they were calibrated', () => {
    const calibrated = { ...concept, calibrations: { scale: { up: 7, down: 8 } } };
    expect(calibrationOf(calibrated, 'scale')).toEqual({ up: 7, down: 8 });
    expect(calibrationOf(calibrated, 'set')).toEqual(concept.calibration);
    expect(conceptEdit('scale', calibrated, 1, { code })[0]).toBe(7 * 0.25);
  });
});

describe('addTo', () => {
  it('adds to the latents of the concept alone, as often as told', () => {
    const edit = addTo(Float32Array.of(1, 1, 1, 1), concept, Float64Array.of(3, 5), 0.5);
    expect([...edit]).toEqual([1, 1 + 1.5, 1, 1 + 2.5]);
  });

  it('refuses a latent that the autoencoder does not have', () => {
    expect(() => addTo(new Float32Array(3), concept, Float64Array.of(1, 1))).toThrow(
      new RangeError('concept genre:a names latent 3, but there are only 3'),
    );
  });
});

describe('gradientOf', () => {
  it('moves each latent alone by a quarter of strength 1 to both sides', () => {
    expect(gradientProbes(concept).map((probe) => [...probe])).toEqual([
      [0.5, 0],
      [-0.5, 0],
      [0, 0.25],
      [0, -0.25],
    ]);
  });

  it('is exact for what is quadratic', () => {
    const values = gradientProbes(concept).map(([x = 0, y = 0]) => 3 * x - 2 * y + 5 * x * x + 7);
    expect([...gradientOf(concept, values)]).toEqual([3, -2]);
  });
});

describe('logMass', () => {
  it('is the log of the items’ share of the softmax', () => {
    const scores = [Math.log(1), Math.log(2), Math.log(5)];
    expect(logMass(scores, [0, 2])).toBeCloseTo(Math.log(6 / 8), 12);
  });

  it('does not overflow', () => {
    expect(logMass([5000, 5000], [1])).toBeCloseTo(Math.log(1 / 2), 12);
  });
});
