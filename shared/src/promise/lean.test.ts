import { expect, it } from 'vitest';
import { exampleConcept } from '../../testing/example-concept.ts';
import { floatTable } from '../gradient/item-table.ts';
import { leaningTo } from './lean.ts';

const nobody = new Set<number>();
/** Scores of items 0 to 5 fall by one from 5 to 0. */
const scores = [5, 4, 3, 2, 1, 0];
const table = floatTable(
  Float32Array.from(scores.flatMap((score, item) => [score / 5, item === 4 ? 1 : 0])),
  2,
);
const concept = exampleConcept({ id: 'genre:rare' });
const model = { latents: 1, concepts: new Map(), itemsOf: () => new Set([4]) };
const person = { code: () => Promise.reject(), score: () => Promise.resolve([scores]), excluded: nobody };
const list = [0, 1, 2];

it.each([
  ['up', { least: 1, most: 1 }, 1],
  ['down', { least: 0, most: 0 }, -1],
] as const)('moves the last state %s along what the latents do, by half a boost', async (_, counts, side) => {
  const lean = [0, 1];
  const wished = { ...concept, lean };
  const which = side === 1 ? new Set([4]) : new Set([0]);
  const asked = { ...model, table, itemsOf: () => which };
  const [move] = await leaningTo([{ concept: wished, counts }], list, asked, person, 0.5);
  expect(move?.latents).toEqual([{ index: 1 }, { index: 2 }]); // behind the one latent
  // No other concept has a share to be held, so that nothing but the vector itself is left.
  expect(move?.values[0]).toBeCloseTo(0, 12);
  expect(move?.values[1]).toBeCloseTo(side * 0.5, 12);
});

it('moves nothing for a concept that does not say what its latents do', async () => {
  const asked = [{ concept, counts: { least: 1, most: 1 } }];
  expect(await leaningTo(asked, list, { ...model, table }, person, 0.5)).toEqual([]);
});

it('moves nothing for a wish that is kept, and in a model without an item table', async () => {
  const wished = { ...concept, lean: [0, 1] };
  const kept = [{ concept: wished, counts: { least: 0, most: 3 } }];
  expect(await leaningTo(kept, list, { ...model, table }, person, 0.5)).toEqual([]);
  expect(
    await leaningTo([{ concept: wished, counts: { least: 1, most: 1 } }], list, model, person, 0.5),
  ).toEqual([]);
});
