import { describe, expect, it } from 'vitest';
import { boostDirection, boostProbes, nearestBoost } from './steering-gradient.ts';

/** Strength 1 moves latent 1 by 2, and latent 3 by 1. */
const concept = {
  latents: [
    { index: 1, weight: 1 },
    { index: 3, weight: 0.5 },
  ],
  calibration: { up: 2, down: 4 },
};
const nobody = new Set<number>();

/** Scores that answer to the edit in a straight line: what each latent adds to each item. */
const scoresWith = (effects: number[][], base: number[]): number[][] =>
  boostProbes(concept).map((edit) =>
    base.map(
      (score, i) => score + effects.reduce((sum, effect, j) => sum + (edit[j] ?? 0) * (effect[i] ?? 0), 0),
    ),
  );

it('probes nothing, and then each latent alone by a quarter of strength 1 to both sides', () => {
  expect(boostProbes(concept).map((probe) => [...probe])).toEqual([
    [0, 0],
    [0.5, 0],
    [-0.5, 0],
    [0, 0.25],
    [0, -0.25],
  ]);
});

describe('boostDirection', () => {
  it('is what makes the change of scores most like a boost', () => {
    // Two items alike: D = (1, 0) and (0, 4). F = [[.25, -1], [-1, 4]], c = (.25, -1) for item 0, and the mean of F's
    // diagonal is 2.125: with λ = .05·2.125 = .10625, (F + λI)δ = c has δ = c/(4.25 + λ), as c is F's own vector.
    const direction = boostDirection(
      concept,
      scoresWith(
        [
          [1, 0],
          [0, 4],
        ],
        [0, 0],
      ),
      new Set([0]),
      nobody,
    );
    expect(direction[0]).toBeCloseTo(0.25 / 4.35625, 12);
    expect(direction[1]).toBeCloseTo(-1 / 4.35625, 12);
  });

  it('weighs items by how likely they are for this person', () => {
    // Latent 0 lifts items 0 and 1, latent 1 lifts 0 alone; item 1 is as good as never listed, so both serve alike but
    // for their units: F = v·[[1, 2], [2, 4]], c = v·(1, 2), λ = .125·v and δ = (1, 2)/5.125.
    const scores = scoresWith(
      [
        [1, 1, 0],
        [2, 0, 0],
      ],
      [0, -40, 0],
    );
    const direction = boostDirection(concept, scores, new Set([0]), nobody);
    expect(direction[0]).toBeCloseTo(1 / 5.125, 9);
    expect(direction[1]).toBeCloseTo(2 / 5.125, 9);
  });

  it('does not look at what the list leaves out', () => {
    const scores = scoresWith(
      [
        [1, 0, 9],
        [0, 4, -7],
      ],
      [0, 0, 5],
    );
    const direction = boostDirection(concept, scores, new Set([0]), new Set([2]));
    expect(direction[0]).toBeCloseTo(0.25 / 4.35625, 12);
    expect(direction[1]).toBeCloseTo(-1 / 4.35625, 12);
  });

  it('is zeros for a concept without items', () => {
    const scores = scoresWith(
      [
        [1, 0],
        [0, 4],
      ],
      [0, 0],
    );
    expect([...boostDirection(concept, scores, nobody, nobody)]).toEqual([0, 0]);
  });
});

it('moves nothing where no latent does anything', () => {
  expect([...nearestBoost([0, 0, 0, 0], [0, 0])]).toEqual([0, 0]);
});
