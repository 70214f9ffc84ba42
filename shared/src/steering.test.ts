import { describe, expect, it } from 'vitest';
import type { Concept } from './concepts.ts';
import { exampleConcept } from '../testing/example-concept.ts';
import { logMass } from './steering-methods.ts';
import { itemsOfConcept, total, type Steered, type SteeringModel } from './steering-moves.ts';
import { inOrderOf } from './steering-shares.ts';
import { editFromStrengths, planEdit, type Steering } from './steering.ts';
import { topK } from './top-k.ts';

const concept = (id: string, latents: [index: number, weight: number][], up = 2, down = 3): Concept =>
  exampleConcept({
    id,
    latents: latents.map(([index, weight]) => ({ index, weight })),
    calibration: { up, down },
  });

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

/**
 * Twelve items and four latents; latent 0 lifts items 0 to 2, latent 1 items 3 to 5, latent 2 both groups. Under no
 * edit the scores fall from item 11 to item 0.
 */
function scoresUnder(edit: Float32Array): number[] {
  const [a = 0, b = 0, both = 0] = edit;
  return Array.from({ length: 12 }, (_, item) => {
    const lift = item < 3 ? a + both : item < 6 ? b + both : 0;
    return item / 10 + lift;
  });
}

const groups = new Map([
  ['genre:a', new Set([0, 1, 2])],
  ['genre:b', new Set([3, 4, 5])],
]);
const model = {
  latents: 4,
  concepts: new Map(
    [concept('genre:a', [[0, 1]], 1, 1), concept('genre:b', [[1, 1]], 1, 1)].map((c) => [c.id, c]),
  ),
  itemsOf: ({ id }: Concept) => groups.get(id) ?? new Set<number>(),
};

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);

async function plan(
  steering: Partial<Steering>,
  over: Partial<Steered> = {},
  of: Pick<SteeringModel, 'basis'> = {},
) {
  const runs: number[] = [];
  const person: Steered = {
    code: () => Promise.resolve([0.5, 0, 0, 0]),
    score: (edits) => {
      runs.push(edits.length);
      return Promise.resolve(edits.map(scoresUnder));
    },
    excluded: new Set(),
    ...over,
  };
  return {
    ...(await planEdit({ method: 'add', strengths: {}, ...steering }, { ...model, ...of }, person)),
    runs,
  };
}

describe('planEdit', () => {
  it('runs the head for nothing when one concept is added', async () => {
    const { edit, runs } = await plan({ strengths: { 'genre:a': 0.5, 'genre:b': 0, 'genre:gone': 1 } });
    expect([...edit]).toEqual([0.5, 0, 0, 0]);
    expect(runs).toEqual([]);
  });

  it('gives exact zeros when nothing is asked for', async () => {
    const { edit, targets, runs } = await plan({ strengths: { 'genre:a': -0 } });
    expect(edit.every((x) => Object.is(x, 0))).toBe(true);
    expect([targets, runs]).toEqual([[], []]);
  });

  it('sets and scales by the code of the history', async () => {
    expect((await plan({ method: 'set', strengths: { 'genre:a': 1 } })).edit[0]).toBe(1 - 0.5);
    expect((await plan({ method: 'scale', strengths: { 'genre:a': -1 } })).edit[0]).toBe(-0.5);
  });

  it('follows the gradient, by what the concept’s own latent does where there is no basis', async () => {
    const { edit, runs } = await plan({ method: 'gradient', strengths: { 'genre:a': -1 } });
    // The latent lifts all of the concept's items by 1, as a boost does: v = Var_q(D) = Cov_q(D, 1_C) = q(1 - q) with
    // q = .3 + .7·pₐ, c of the other concept -bₐ·b_b with b as under a boost by .7, and δ = v/(1.01·(v + 6·bₐ²b_b²)).
    const powers = Array.from({ length: 12 }, (_, item) => Math.exp(item / 10));
    const shareOf = (from: number): number => sum(powers.slice(from, from + 3)) / sum(powers);
    const [a, b] = [shareOf(0), shareOf(3)];
    const q = 0.3 + 0.7 * a;
    const v = q * (1 - q);
    const all = 1 + (Math.exp(0.7) - 1) * a;
    expect(edit[0]).toBeCloseTo(-v / (1.01 * (v + 6 * ((Math.exp(0.7) * a * b) / all ** 2) ** 2)), 6);
    expect([...edit.subarray(1)].every((x) => Math.abs(x) === 0)).toBe(true);
    expect(runs).toEqual([1, 2]);
  });

  it('follows the gradient along the model’s basis, whose effects it asks for once for all concepts', async () => {
    const basis = [2, 1].map((index) => ({ index, step: 0.5 }));
    const strengths = { 'genre:a': 1, 'genre:b': 0.5 };
    const { edit, moves, runs } = await plan({ method: 'gradient', strengths }, {}, { basis });
    expect(moves.map(({ latents }) => latents)).toEqual([basis, basis]);
    expect([...edit].map(Math.sign)).toEqual([0, -1, 1, 0]); // both groups up, and b alone down for a's sake
    expect(runs).toEqual([1, 4, 4, 1]); // the basis, and then both are balanced
  });

  it('lets neither of two concepts drown the other', async () => {
    const strengths = { 'genre:a': 1, 'genre:b': 1 };
    const { edit, runs } = await plan({ strengths });
    expect(runs).toEqual([4, 1]); // base, both and each alone; then what the first step gave
    for (const [id, items] of groups) {
      const base = logMass(scoresUnder(new Float32Array(4)), items);
      const alone = logMass(scoresUnder(editFromStrengths({ [id]: 1 }, model.concepts, 4)), items) - base;
      const added = logMass(scoresUnder(editFromStrengths(strengths, model.concepts, 4)), items) - base;
      const together = logMass(scoresUnder(edit), items) - base;
      // together without balancing .68 and .75 of what each has alone, after two steps .92 and .93
      expect(added / alone).toBeLessThan(0.76);
      expect(together / alone).toBeGreaterThan(0.91);
      expect(together / alone).toBeLessThan(0.94);
    }
  });

  it('meets a target with the least edit', async () => {
    // Items 2 to 11 make the list; 1 enters when its lift passes .1, from .1 + .1, and then 2 is still there.
    const { edit, targets, runs } = await plan({ targets: { 'genre:a': 0.2 } });
    expect(targets).toEqual([{ id: 'genre:a', wanted: 0.2, share: 0.2, reached: true }]);
    // 2 is lifted too, so 1 must pass 3: .1 + x > .3
    expect(edit[0]).toBeGreaterThan(0.2);
    expect(edit[0]).toBeLessThan(0.21);
    expect(runs).toEqual([1, 7, 7, 7, 1]);
  });

  it('meets several targets beside strengths', async () => {
    const { targets } = await plan({
      strengths: { 'genre:b': -1 },
      targets: { 'genre:a': 0.3, 'genre:b': 0.1 },
    });
    expect(targets.map(({ share, reached }) => [share, reached])).toEqual([
      [0.3, true],
      [0.1, true],
    ]);
  });

  it('tells the moves that the edit is the sum of', async () => {
    const { edit, moves } = await plan({ strengths: { 'genre:b': -1 }, targets: { 'genre:a': 0.3 } });
    expect(moves.map(({ concept: { id } }) => id)).toEqual(['genre:b', 'genre:a']);
    const [b, a] = moves.map((move) => total([move], 4));
    expect([b?.[1], a?.[0]]).toEqual([-1, edit[0]]);
    expect(total(moves, 4)).toEqual(edit);
  });

  it('says when a target is out of reach', async () => {
    const { targets } = await plan({ targets: { 'genre:a': 0.9 } });
    expect(targets).toEqual([{ id: 'genre:a', wanted: 0.9, share: 0.3, reached: false }]);
  });

  describe('with a basis', () => {
    const basis = [2, 1, 0].map((index) => ({ index, step: 0.5 }));

    it('seeks a target along the person’s own direction', async () => {
      const { edit, moves, targets, runs } = await plan({ targets: { 'genre:a': 0.2 } }, {}, { basis });
      expect(targets).toEqual([{ id: 'genre:a', wanted: 0.2, share: 0.2, reached: true }]);
      expect(moves.map(({ latents }) => latents)).toEqual([basis]);
      // latents 0 and 2 lift the concept's items, and 1 makes up for what 2 does to the others
      expect([...edit].map(Math.sign)).toEqual([1, -1, 1, 0]);
      expect(runs).toEqual([1, 6, 1, 7, 7, 7, 1]);
    });

    it('seeks it along the concept’s weights where the own direction is none, or does not reach it', async () => {
      const still = [3].map((index) => ({ index, step: 0.5 })); // latent 3 does nothing
      const none = await plan({ targets: { 'genre:a': 0.2 } }, {}, { basis: still });
      expect(none.targets[0]).toMatchObject({ share: 0.2, reached: true });
      expect(none.moves.map(({ latents }) => latents)).toEqual([[{ index: 0, weight: 1 }]]);
      // latent 2 lifts the other group as far: two of the first ten at most come from lifting both
      const both = [2].map((index) => ({ index, step: 0.5 }));
      const weights = await plan({ targets: { 'genre:b': 0.4 } }, {}, { basis: both });
      expect(weights.targets[0]).toMatchObject({ share: 0.3, reached: false });
    });
  });

  it('gives the edit without its targets for the order of the list', async () => {
    const { edit, order } = await plan({ strengths: { 'genre:b': 1 }, targets: { 'genre:a': 0.2 } });
    expect([...(order ?? [])]).toEqual([0, 1, 0, 0]);
    expect(edit[0]).toBeGreaterThan(0);
    expect((await plan({ strengths: { 'genre:b': -1 } })).order).toBeUndefined();
  });

  it('counts only what the list may hold', async () => {
    const { targets } = await plan({ targets: { 'genre:a': 0.3 } }, { excluded: new Set([0]) });
    expect(targets[0]).toMatchObject({ share: 0.2, reached: false });
  });
});

describe('inOrderOf', () => {
  it('puts the first ten, and them alone, in the order of other scores', () => {
    const steered = Float32Array.from({ length: 12 }, (_, item) => item); // 11 to 2 are the first ten
    const order = [99, 98, 1, 2, 3, 4, 5, 6, 7, 8, 0, 9];
    const placed = inOrderOf(order, steered, new Set());
    expect(topK(placed, 12)).toEqual([11, 9, 8, 7, 6, 5, 4, 3, 2, 10, 1, 0]);
    expect(topK(placed, 12).map((item) => placed[item])).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(steered[10]).toBe(10);
  });

  it('takes the next item where one is left out', () => {
    const steered = Float32Array.from({ length: 12 }, (_, item) => item);
    const order = [0, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(topK(inOrderOf(order, steered, new Set([11])), 3, new Set([11]))).toEqual([1, 10, 9]);
  });
});

describe('itemsOfConcept', () => {
  const catalogue = {
    attributes: ['genre:a', 'genre:b'].map((id) => ({ id, label: id, kind: 'genre' })),
    itemAttributes: [[1], [0, 1], []],
  };

  it('are those with the attribute, or the anchors', () => {
    expect([...itemsOfConcept({ attribute: 'genre:b' }, catalogue)]).toEqual([0, 1]);
    expect([...itemsOfConcept({ attribute: null, anchors: [2] }, catalogue)]).toEqual([2]);
    expect([...itemsOfConcept({ attribute: 'genre:gone', anchors: [2] }, catalogue)]).toEqual([]);
  });
});
