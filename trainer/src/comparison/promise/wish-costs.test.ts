import type { Concept } from '@trimtab/shared/concepts.ts';
import { expect, it } from 'vitest';
import type { SteeringBench } from '../../steering/bench.ts';
import { WishCosts } from './wish-costs.ts';

/** Scores fall from item 0 to item 11, so that a list is 0 to 9 without a wish. */
const SCORES = Float32Array.from({ length: 12 }, (_, item) => 12 - item);

/** Half of the people go on with the item 0, half with the item 9. */
const bench = (users: number): SteeringBench => {
  const held = Array.from({ length: users }, (_, place) => ({
    place,
    target: place % 2 === 0 ? 0 : 9,
    excluded: new Set<number>(),
  }));
  const score: SteeringBench['score'] = (_, visit) => {
    for (const user of held) visit(SCORES.slice(), user);
    return Promise.resolve();
  };
  return { users, held, score } as unknown as SteeringBench;
};

const concept = (id: string): Concept => ({ id }) as unknown as Concept;
const ITEMS: Record<string, number[]> = { last: [10, 11], first: [0], all: [] };
const model = {
  latents: 0,
  concepts: new Map(),
  table: undefined,
  itemsOf: ({ id }: Pick<Concept, 'id'>) => new Set(ITEMS[id]),
};

it('says what share of NDCG@10 a list keeps that has one item more, or one fewer', async () => {
  const costs = new WishCosts();
  await costs.add(bench(40), model, ['last', 'first', 'all'].map(concept));
  const { last, first, ...others } = costs.curves();
  expect(others).toEqual({}); // nothing can be asked for where no item has it
  expect(last?.map(({ change, users }) => [change, users])).toEqual([
    [1, 40],
    [2, 40],
  ]);
  // Item 10 takes the place of item 9, which half of the people meant: (1 + 0) / (1 + 1 / log2(11)).
  expect(last?.[0]?.kept).toBeCloseTo(1 / (1 + 1 / Math.log2(11)), 4);
  expect(last?.[0]?.low).toBeLessThan(last?.[0]?.kept ?? 0);
  expect(last?.[0]?.high).toBeLessThan(1);
  // Without item 0 all move up: item 9 from 10 to 9, and nobody who meant item 0 has it.
  expect(first?.map(({ change, kept }) => [change, kept.toFixed(4)])).toEqual([
    [-1, (1 / Math.log2(10) / (1 + 1 / Math.log2(11))).toFixed(4)],
  ]);
});

it('says nothing of too few people', async () => {
  const costs = new WishCosts();
  await costs.add(bench(29), model, [concept('last')]);
  expect(costs.curves()).toEqual({});
});
