import { describe, expect, it } from 'vitest';
import {
  addTo,
  calibrationOf,
  conceptEdit,
  gradientEdit,
  logMass,
  logMassesOf,
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
    expect([...conceptEdit('set', concept, 1, code)]).toEqual([2 - 0.25, 1 - 0]);
    expect([...conceptEdit('set', concept, 0.5, code)]).toEqual([(2 - 0.25) / 2, 1 / 2]);
    expect([...conceptEdit('set', concept, -1, code)]).toEqual([-4 - 0.25, -2]);
  });

  it('scales what fires, and leaves what does not', () => {
    expect([...conceptEdit('scale', concept, 1, code)]).toEqual([2 * 0.25, 0]);
    expect([...conceptEdit('scale', concept, -0.5, code)]).toEqual([-0.5 * 4 * 0.25, -0]);
  });

  it('is zeros at strength 0, whatever the method', () => {
    for (const method of METHODS) {
      const edit =
        method === 'gradient'
          ? gradientEdit(concept, 0, Float64Array.of(1, 1))
          : conceptEdit(method, concept, 0, code);
      expect([...edit].every((x) => Object.is(x, 0))).toBe(true);
    }
  });

  it('takes the sizes of its method where they were calibrated', () => {
    const calibrated = { ...concept, calibrations: { scale: { up: 7, down: 8 } } };
    expect(calibrationOf(calibrated, 'scale')).toEqual({ up: 7, down: 8 });
    expect(calibrationOf(calibrated, 'set')).toEqual(concept.calibration);
    expect(conceptEdit('scale', calibrated, 1, code)[0]).toBe(7 * 0.25);
  });
});

it('goes along what is nearest to a boost, in sizes of its own', () => {
  const calibrated = { ...concept, calibrations: { gradient: { up: 3, down: 5 } } };
  const direction = Float64Array.of(3, -4, 1); // of a basis of three
  expect([...gradientEdit(calibrated, 0.5, direction)]).toEqual([4.5, -6, 1.5]);
  expect([...gradientEdit(calibrated, -1, direction)]).toEqual([-15, 20, -5]);
  expect([...gradientEdit(concept, 1, direction)]).toEqual([3, -4, 1]); // a boost by 1
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

describe('logMass', () => {
  it('is the log of the items’ share of the softmax', () => {
    const scores = [Math.log(1), Math.log(2), Math.log(5)];
    expect(logMass(scores, [0, 2])).toBeCloseTo(Math.log(6 / 8), 12);
  });

  it('does not overflow', () => {
    expect(logMass([5000, 5000], [1])).toBeCloseTo(Math.log(1 / 2), 12);
  });
});

describe('logMassesOf', () => {
  it('adds up all scores once, however many concepts ask', () => {
    let reads = 0;
    const scores = new Proxy([Math.log(1), Math.log(2), Math.log(5)], {
      get: (target, key) => {
        if (key !== 'length') reads += 1;
        return Reflect.get(target, key);
      },
    });
    const masses = [[0, 2], [1]].map(logMassesOf(scores));
    expect(masses[0]).toBeCloseTo(Math.log(6 / 8), 12);
    expect(masses[1]).toBeCloseTo(Math.log(2 / 8), 12);
    // the highest of three, the sum of three, and the three that were asked for
    expect(reads).toBe(3 + 3 + 3);
  });
});
