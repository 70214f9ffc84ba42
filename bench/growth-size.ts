// Run by the growth benchmark in a fresh process: milliseconds and memory of one size of catalogue and model.
import { columnsOf, type Columns } from '@trimtab/shared/catalogue-columns.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { exampleConcept } from '@trimtab/shared/testing/example-concept.ts';
import { planEdit } from '@trimtab/shared/steering.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';
import type { Feeds, GraphSession } from '@trimtab/trainer/onnx/session.ts';
import { seeded } from '@trimtab/trainer/testing/random-weights.ts';
import { attributeFilter } from '../worker/src/catalogue/attribute-filter.ts';
import { ItemColumns } from '../worker/src/catalogue/item-columns.ts';
import { TextsInMemory } from '../worker/src/catalogue/texts-in-memory.ts';
import { edgeGraphs, randomHistory, steeredEdit } from './edge-model.ts';
import { median, milliseconds } from './median.ts';
import { mebibytes, noteWasmMemory } from '@trimtab/trainer/onnx/wasm-memory.ts';

const HISTORIES = [10, 50, 200] as const;
const CONCEPTS = [1, 3, 10] as const;
const ATTRIBUTES = 500;
const ATTRIBUTES_OF_ITEM = 5;

const [items = 0, hiddenSize = 0] = process.argv.slice(2).map(Number);
const latents = 16 * hiddenSize;

/** Another process may take the core in the middle of a run: of each group the quickest counts. */
const GROUPS = 7;
const RUNS_OF_GROUP = 5;
/** V8 compiles loops twice, the second time in the background: so long until it has. */
const WARM_UP_MS = 1000;
/** After that long no group begins. */
const MOST_MS = 4000;

async function time(run: () => unknown): Promise<number> {
  const warm = performance.now() + WARM_UP_MS;
  while (performance.now() < warm) await run();
  const ends = performance.now() + MOST_MS;
  const quickest: number[] = [];
  for (let group = 0; group < GROUPS && (group === 0 || performance.now() < ends); group++) {
    let least = Infinity;
    for (let i = 0; i < RUNS_OF_GROUP; i++) {
      const start = performance.now();
      await run();
      least = Math.min(least, performance.now() - start);
    }
    quickest.push(least);
  }
  return milliseconds(median(quickest));
}

function catalogueOf(): Catalogue {
  const random = seeded(2);
  const all = Array.from({ length: items }, (_, item) => item);
  return {
    ids: all.map((item) => `item-${String(item).padStart(7, '0')}`),
    titles: all.map((item) => `The title of item ${item} (${1930 + (item % 90)})`),
    attributes: Array.from({ length: ATTRIBUTES }, (_, a) => ({
      id: `tag:t${a}`,
      label: `Tag ${a}`,
      kind: 'tag',
    })),
    itemAttributes: all.map(() => [
      ...new Set(Array.from({ length: ATTRIBUTES_OF_ITEM }, () => random.integer(ATTRIBUTES))),
    ]),
    counts: all.map((item) => items - item),
  };
}

/** Bytes of JavaScript in use. Buffers are given back some time after their last reference went. */
async function inUse(): Promise<number> {
  for (let pass = 0; pass < 3; pass++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return held();
}

const held = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;

/** MiB of JavaScript that `make` leaves behind, and those in use at its end, garbage and what it read included. */
async function memoryOf<Value>(
  text: string,
  make: (text: string) => Value,
): Promise<{ value: Value; kept: number; most: number }> {
  const before = await inUse();
  // What comes from R2 is bytes first.
  const value = make(new TextDecoder().decode(new TextEncoder().encode(text)));
  const most = held() - before;
  return { value, kept: mebibytes((await inUse()) - before), most: mebibytes(most) };
}

const concept = (index: number): Concept =>
  exampleConcept({
    id: `tag:t${index}`,
    latents: Array.from({ length: 5 }, (_, i) => ({ index: (5 * index + i) % latents, weight: 0.2 })),
    calibration: { up: 2, down: 2 },
  });

/**
 * From strengths to scores: several concepts are balanced against each other, which takes runs of the head, and `gradient` tries
 * each latent of a basis, as many as the state has dimensions, both ways.
 */
async function steeringMs(
  session: GraphSession,
  context: Feeds,
  count: number,
  method: 'add' | 'gradient' = 'add',
): Promise<number> {
  const concepts = new Map(Array.from({ length: count }, (_, i) => [`tag:t${i}`, concept(i)]));
  const steering = {
    method,
    strengths: Object.fromEntries(Array.from(concepts.keys(), (id) => [id, 0.5])),
    targets: {},
  };
  const basis = Array.from({ length: hiddenSize }, (_, index) => ({ index, step: 0.5 }));
  const shown = new Set(Array.from({ length: 200 }, (_, i) => i));
  const score = async (edits: Float32Array[]): Promise<Float32Array[]> =>
    (await session.score(context, edits)).scores;
  return time(async () => {
    const { edit } = await planEdit(
      steering,
      { latents, concepts, basis, itemsOf: () => shown },
      { code: async () => (await session.score(context)).latents, score, excluded: new Set() },
    );
    await session.score(context, [edit]);
  });
}

/** The best ten, of all items and of those that a filter leaves. */
async function listMs(columns: ItemColumns): Promise<{ listMs: number; filteredListMs: number }> {
  const random = seeded(3);
  const scores = Float32Array.from({ length: items }, () => random.integer(1e6));
  const filter = { anyOf: ['tag:t1', 'tag:t2', 'tag:t3'], noneOf: ['tag:t4'] };
  const leftOut = (): Membership => {
    const fits = attributeFilter(columns, filter);
    return { has: (item) => !fits(item) };
  };
  return {
    listMs: await time(() => topK(scores, 10)),
    filteredListMs: await time(() => topK(scores, 10, leftOut())),
  };
}

async function measured() {
  const given = catalogueOf();
  const texts = [JSON.stringify(given), JSON.stringify(columnsOf(given))] as const;
  const whole = await memoryOf(texts[0], (text) => {
    const catalogue = JSON.parse(text) as Catalogue;
    return [new ItemColumns(columnsOf(catalogue)), new TextsInMemory(catalogue)];
  });
  const numbers = await memoryOf(texts[1], (text) => new ItemColumns(JSON.parse(text) as Columns));
  const wasmMiB = noteWasmMemory();
  const { openGraphs } = await import('@trimtab/trainer/onnx/session.ts');
  const graphs = edgeGraphs({ items, hiddenSize, latents });
  const session = await openGraphs(graphs);
  const edit = [steeredEdit(latents)];
  const histories: { history: number; encoderMs: number; headMs: number }[] = [];
  for (const history of HISTORIES) {
    const taken = randomHistory(items, history);
    const encoded = await session.encode(taken);
    const encoderMs = await time(() => session.encode(taken));
    histories.push({ history, encoderMs, headMs: await time(() => session.score(encoded, edit)) });
  }
  const concepts: { concepts: number; steeringMs: number }[] = [];
  const context = await session.encode(randomHistory(items, 50));
  for (const count of CONCEPTS) {
    concepts.push({ concepts: count, steeringMs: await steeringMs(session, context, count) });
  }
  const gradientMs = await steeringMs(session, context, 1, 'gradient');
  const wasm = wasmMiB();
  await session.close();
  const graphsMiB = mebibytes(graphs.encoder.byteLength + graphs.head.byteLength);
  return {
    items,
    hiddenSize,
    histories,
    ...(await listMs(numbers.value)),
    concepts,
    /** One concept by the method `gradient`; a target share takes about as long. */
    gradientMs,
    wasmMiB: wasm,
    /** Of both files, which are in memory while they are loaded. */
    graphsMiB,
    catalogueMiB: whole.kept,
    catalogueLoadMiB: whole.most,
    columnsMiB: numbers.kept,
    columnsLoadMiB: numbers.most,
    /** Held until here, so that what it takes was counted. */
    indexed: whole.value.length,
  };
}

export type GrowthCase = Awaited<ReturnType<typeof measured>>;

console.log(JSON.stringify(await measured()));
