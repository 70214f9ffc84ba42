import { expect, it } from 'vitest';
import type { Concept } from './concepts.ts';
import { editFromStrengths } from './steering.ts';

function concept(id: string, latents: [index: number, weight: number][], up = 2, down = 3): Concept {
  return {
    id,
    label: id,
    kind: 'attribute',
    attribute: id,
    labelScore: 1,
    latents: latents.map(([index, weight]) => ({ index, weight })),
    calibration: { up, down },
    safeRange: { min: -1, max: 1 },
    density: 0,
    topItems: [],
    promoted: [],
    demoted: [],
    histogram: { max: 0, counts: [] },
    neighbours: [],
  };
}

const concepts = new Map(
  [
    concept('genre:a', [
      [0, 1],
      [2, 0.5],
    ]),
    concept('genre:b', [[2, 4]]),
    concept('genre:far', [[9, 1]]),
  ].map((c) => [c.id, c]),
);

it('adds strength × size × weight, with the size of its side', () => {
  const edit = editFromStrengths({ 'genre:a': 0.5 }, concepts, 4);
  expect([...edit]).toEqual([0.5 * 2 * 1, 0, 0.5 * 2 * 0.5, 0]);
  expect([...editFromStrengths({ 'genre:a': -1 }, concepts, 4)]).toEqual([-3, 0, -1.5, 0]);
});

it('sums concepts that share a latent', () => {
  const edit = editFromStrengths({ 'genre:a': 1, 'genre:b': -0.25 }, concepts, 4);
  expect([...edit]).toEqual([2, 0, 2 * 0.5 - 0.25 * 3 * 4, 0]);
});

it('adds nothing at all for strength 0 and for concepts it does not know', () => {
  const edit = editFromStrengths({ 'genre:a': 0, 'genre:b': -0, 'genre:gone': 1 }, concepts, 4);
  expect([...edit]).toEqual([0, 0, 0, 0]);
  expect(edit.every((x) => Object.is(x, 0))).toBe(true);
});

it('refuses a latent that the autoencoder does not have', () => {
  expect(() => editFromStrengths({ 'genre:far': 1 }, concepts, 4)).toThrow(
    new RangeError('concept genre:far names latent 9, but there are only 4'),
  );
});
