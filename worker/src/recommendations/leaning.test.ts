// What a wish does to the last state before ten items are chosen.
import { expect, test } from 'vitest';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { floatTable } from '@trimtab/shared/gradient/item-table.ts';
import { inMemory } from '../artifacts/loaded-model.ts';
import type { Engine } from '../inference/engine.ts';
import type { LoadedModel, Servable } from '../served.ts';
import type { Ask } from './ask.ts';
import { recommend } from './recommend.ts';

const ITEMS = Array.from({ length: 14 }, (_, item) => item);
const WANTED = 'genre:x';

/** Items 11 to 13 have the genre, and the history is item 0: the plain ten are items 1 to 10. */
const catalogue = inMemory({
  ids: ITEMS.map((item) => `i${item}`),
  titles: ITEMS.map((item) => `Item ${item}`),
  attributes: [{ id: WANTED, label: 'X', kind: 'genre' }],
  itemAttributes: ITEMS.map((item) => (item > 10 ? [0] : [])),
  counts: ITEMS.map((item) => 14 - item),
});
/** Scores fall along the first axis of the last state; item 12 alone lies on the second. */
const rows = ITEMS.map((item) => [14 - item, item === 12 ? 1 : 0]);

const edits: number[][] = [];
const score = (_: unknown, given: readonly Float32Array[]): Promise<Float32Array[]> => {
  edits.push(...given.map((edit) => [...edit]));
  return Promise.resolve(
    given.map((edit) =>
      Float32Array.from(rows, ([one = 0, two = 0]) => one * (1 + (edit[1] ?? 0)) + two * (edit[2] ?? 0)),
    ),
  );
};

const modelOf = (lean?: number[]): Servable => {
  const concept = { id: WANTED, attribute: WANTED, latents: [], ...(lean && { lean }) } as unknown as Concept;
  return {
    ...catalogue,
    concepts: new Map([[WANTED, concept]]),
    table: floatTable(Float32Array.from(rows.flat()), 2),
    manifest: { modelVersion: 'v-000001', latents: 1, model: { maxLength: 8 } } as LoadedModel['manifest'],
    engine: { encode: () => Promise.resolve({}), keptOf: () => ({}), score } as unknown as Engine,
  };
};

const ASK: Ask = {
  history: ['i0'],
  steering: { method: 'add', strengths: {} },
  wishes: { [WANTED]: { more: 1 } },
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

const listOf = async (lean?: number[], ask: Partial<Ask> = {}): Promise<string[]> => {
  edits.length = 0;
  const { items } = await recommend(modelOf(lean), { ...ASK, ...ask }, (error) => expect(error).toBe(null));
  return items.map(({ id }) => id);
};

test('an item of the genre comes for the last one: the best by the scores, or by what the latents do', async () => {
  const others = ['i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7', 'i8', 'i9'];
  expect(await listOf()).toEqual([...others, 'i11']);
  expect(edits).toEqual([[0, 0, 0]]);
  expect(await listOf([0, 4])).toEqual([...others, 'i12']); // 2 + 3/8 · 4 is more than 3
  expect(edits[1]?.[1]).toBeCloseTo(0, 12);
  expect(edits[1]?.[2]).toBeCloseTo(1.5, 12);
});

test('a wish that is kept, and a list that diversity orders, do not lean', async () => {
  await listOf([0, 4], { wishes: { [WANTED]: { atMost: 0.5 } } });
  expect(edits).toEqual([[0, 0, 0]]);
  expect(await listOf([0, 4], { diversity: 0.1 })).not.toContain('i12');
});
