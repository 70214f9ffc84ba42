// Lists of a hand-made model: what a whole artifact cannot show, such as graphs that fail once they are loaded.
import { describe, expect, test } from 'vitest';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { LoadedModel } from '../served.ts';
import { inMemory } from '../artifacts/loaded-model.ts';
import type { Engine } from '../inference/engine.ts';
import type { Ask } from './ask.ts';
import type { Servable } from '../served.ts';
import { leftOut } from './left-out.ts';
import { recommend } from './recommend.ts';

const catalogue = inMemory({
  ids: ['a', 'b', 'c', 'd'],
  titles: ['A', 'B', 'C', 'D'],
  attributes: [{ id: 'genre:x', label: 'X', kind: 'genre' }],
  itemAttributes: [[0], [], [0], []],
  counts: [1, 4, 2, 3],
});

const emergent = { id: 'emergent:1', attribute: null, anchors: [1, 3] } as unknown as Concept;
const retired = new Map<string, Concept>();

/** A model whose graphs do what `score` says. */
const modelOf = (score: () => Promise<Float32Array[]>, concepts = retired): Servable => ({
  ...catalogue,
  concepts,
  manifest: { modelVersion: 'v-000001', latents: 1, model: { maxLength: 8 } } as LoadedModel['manifest'],
  engine: { encode: () => Promise.resolve({}), keptOf: () => ({}), score } as unknown as Engine,
});

const ASK: Ask = {
  history: ['a'],
  steering: { method: 'add', strengths: {} },
  wishes: {},
  never: { concepts: [], attributes: [] },
  exclude: [],
  includeSeen: false,
  profiling: true,
  diversity: 0,
  limit: 10,
  compare: false,
  explain: false,
  dryRun: false,
};

describe('a model that fails', () => {
  test.for<[string, () => Promise<Float32Array[]>]>([
    ['throws', () => Promise.reject(new Error('out of memory'))],
    ['gives what is no number', () => Promise.resolve([new Float32Array(4).fill(NaN)])],
    ['gives nothing', () => Promise.resolve([])],
  ])('%s: the popular list stands in, and the failure is told', async ([, score]) => {
    const failures: unknown[] = [];
    const answer = await recommend(modelOf(score), ASK, (error) => failures.push(error));
    expect(answer.items.map(({ id, score: share }) => [id, share])).toEqual([
      ['b', 1],
      ['d', 0.75],
      ['c', 0.5],
    ]);
    expect([answer.source, answer.degraded]).toEqual(['popular', true]);
    expect(failures).toHaveLength(1);
  });
});

test('scores are rounded to two decimals, and never -0', async () => {
  const model = modelOf(() => Promise.resolve([Float32Array.of(9, 1.2345, -0.001, -7.777)]));
  const { items } = await recommend(model, ASK, () => undefined);
  expect(items.map(({ score: coarse }) => coarse)).toEqual([1.23, 0, -7.78]);
});

/** Items that excluding a concept leaves out. */
const withoutConcept = (concept: string, model: Servable): number[] => {
  const { has } = leftOut(model, { items: [], never: { concepts: [concept], attributes: [] } });
  return [0, 1, 2, 3].filter(has);
};

describe('leftOut', () => {
  const model = modelOf(() => Promise.resolve([]), new Map([[emergent.id, emergent]]));

  test('an emergent concept goes with the items that it is known by', () => {
    expect(withoutConcept('emergent:1', model)).toEqual([1, 3]);
  });

  test('a concept that the model lost still excludes the attribute of its name', () => {
    expect(withoutConcept('genre:x', model)).toEqual([0, 2]);
  });

  test('one that names nothing excludes nothing', () => {
    expect(withoutConcept('genre:y', model)).toEqual([]);
  });
});
