// `steering`: a list with wishes, from request to ten items, over graphs of random weights in wasm on one thread.
import { exampleConcept } from '@trimtab/shared/testing/example-concept.ts';
import { readTable } from '@trimtab/shared/gradient/item-table.ts';
import type { SteeringModel } from '@trimtab/shared/steering-moves.ts';
import type { History, TimedList } from '@trimtab/trainer/comparison/promise/timed-list.ts';
import { wishedTen } from '@trimtab/trainer/comparison/promise/timed-list.ts';
import { openGraphs } from '@trimtab/trainer/onnx/session.ts';
import { seeded } from '@trimtab/trainer/testing/random-weights.ts';
import type { EdgeSize } from './edge-model.ts';
import { EDGE_SIZES, edgeGraphs, randomHistory } from './edge-model.ts';
import { median, milliseconds } from './median.ts';

/** Concepts of a model trained on MovieLens: all of them have shares that a wish for another must leave alone. */
const CONCEPTS = 26;
const WISHES = [1, 3] as const;
/** Of a history of 200, the longest that both models take. */
const HISTORY = 200;
const WARM_UP_MS = 1500;
const LISTS = 60;

function modelOf({ items, latents, hiddenSize }: EdgeSize, table: Uint8Array): SteeringModel {
  const random = seeded(4);
  const concepts = Array.from({ length: CONCEPTS }, (_, i) => ({
    ...exampleConcept({ id: `genre:g${i}` }),
    lean: Array.from({ length: hiddenSize }, () => random.integer(100) / 100),
  }));
  // As genres are: from a fiftieth of the items to nearly half.
  const sets = new Map(
    concepts.map(({ id }, i) => {
      const share = 0.02 + (0.4 * i) / CONCEPTS;
      const own = Array.from({ length: items }, (_, item) => item).filter(
        () => random.integer(1000) < 1000 * share,
      );
      return [id, new Set(own)];
    }),
  );
  return {
    latents,
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    table: readTable(table, items, hiddenSize),
    itemsOf: ({ id }) => sets.get(id) ?? new Set(),
  };
}

async function time(list: () => Promise<unknown>): Promise<number> {
  const warm = performance.now() + WARM_UP_MS;
  while (performance.now() < warm) await list();
  const times: number[] = [];
  for (let i = 0; i < LISTS; i++) {
    const start = performance.now();
    await list();
    times.push(performance.now() - start);
  }
  return milliseconds(median(times));
}

/** The first list of a history runs the encoder and finds what edits do; the next wishes for other concepts. */
async function timesOf(asked: Omit<TimedList, 'concepts'>, wishes: number, items: number): Promise<object> {
  const all = [...asked.model.concepts.values()];
  const some = (from: number) =>
    Array.from({ length: wishes }, (_, i) => all.at((from + 7 * i) % all.length));
  const concepts = (from: number) => some(from).filter((concept) => concept !== undefined);
  const histories = Array.from({ length: 20 }, (_, i) => randomHistory(items, HISTORY, i));
  let turn = 0;
  const firstMs = await time(() => {
    const history: History = { items: histories[turn % histories.length] as Int32Array, kept: {} };
    return wishedTen({ ...asked, concepts: concepts(turn++) }, history);
  });
  const kept: History = { items: histories[0] as Int32Array, kept: {} };
  const nextMs = await time(() => wishedTen({ ...asked, concepts: concepts(turn++) }, kept));
  return { wishes, firstMs, nextMs };
}

export async function steering(say: (line: string) => void): Promise<object> {
  const cases: object[] = [];
  for (const size of EDGE_SIZES) {
    const { items, hiddenSize } = size;
    const graphs = edgeGraphs(size, 'blocks.0');
    const session = await openGraphs(graphs);
    const model = modelOf(size, graphs.table ?? new Uint8Array());
    for (const wishes of WISHES) {
      say(`${items} items of size ${hiddenSize}, ${wishes} ${wishes === 1 ? 'wish' : 'wishes'}`);
      const asked = { session, model, excluded: new Set<number>(), more: 2 };
      cases.push({ items, hiddenSize, ...(await timesOf(asked, wishes, items)) });
    }
    await session.close();
  }
  return { cases };
}
