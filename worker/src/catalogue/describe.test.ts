import type { Concept } from '@trimtab/shared/concepts.ts';
import { expect, test } from 'vitest';
import type { LoadedModel } from '../served.ts';
import { conceptPage } from './describe.ts';

/** Items are called by their number, and have no attributes. */
const model = {
  concepts: new Map(),
  columns: { attributes: [], attributesOf: () => [] },
  texts: {
    read: (items: readonly number[]) =>
      Promise.resolve(items.map((item) => ({ id: `i${item}`, title: `Number ${item}` }))),
  },
} as unknown as LoadedModel;
const concept = { topItems: [2], promoted: [], demoted: [], neighbours: [] } as unknown as Concept;

test('a concept’s page says in words where it fires in a history', async () => {
  const example = [
    { item: 3, activation: 0 },
    { item: 5, activation: 1.25 },
  ];
  expect((await conceptPage(model, { ...concept, example })).example).toEqual([
    { id: 'i3', title: 'Number 3', attributes: [], activation: 0 },
    { id: 'i5', title: 'Number 5', attributes: [], activation: 1.25 },
  ]);
});

test('a version whose histories may not be shown has no such place', async () => {
  expect(await conceptPage(model, concept)).not.toHaveProperty('example');
});
