// The parts of an artifact as one model that can be asked for lists, and the probes that such a model is given.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concepts } from '@trimtab/shared/concepts.ts';
import type { ItemTable } from '@trimtab/shared/gradient/item-table.ts';
import { probesOf, type ProbedModel, type Probes } from '@trimtab/shared/probes.ts';
import { createRandom } from '../math/random.ts';
import { openGraphs } from '../onnx/session.ts';

export interface ProbedParts {
  encoder: Uint8Array;
  head: Uint8Array;
  catalogue: Catalogue;
  concepts: Concepts;
  latents: number;
  /** Absent in versions from before it was published. */
  itemTable?: ItemTable | undefined;
}

/** Opens the graphs, and closes them after `work`. */
export async function withProbedModel<T>(
  { encoder, head, catalogue, concepts, latents, itemTable }: ProbedParts,
  work: (model: ProbedModel) => Promise<T>,
): Promise<T> {
  const session = await openGraphs({ encoder, head });
  try {
    const index = new Map(catalogue.ids.map((id, item) => [id, item]));
    return await work({
      latents,
      concepts: new Map(concepts.concepts.map((concept) => [concept.id, concept])),
      counts: catalogue.counts,
      table: itemTable,
      indicesOf: (ids) => Promise.resolve(pick(index, ids)),
      describe: (items) => Promise.resolve(items.map((item) => describe(catalogue, item))),
      score: async (history, edits) => {
        const given = await session.score(await session.encode(Int32Array.from(history)), [...edits]);
        if (given.latents.length === latents) return given.scores;
        throw new RangeError(
          `the head has ${given.latents.length} latents, but the manifest says ${latents}`,
        );
      },
    });
  } finally {
    await session.close();
  }
}

const pick = (index: ReadonlyMap<string, number>, ids: readonly string[]): Map<string, number> =>
  new Map(
    ids.flatMap((id): [string, number][] => {
      const item = index.get(id);
      return item === undefined ? [] : [[id, item]];
    }),
  );

function describe(catalogue: Catalogue, item: number): { id: string; title: string; attributes: string[] } {
  const [id, title, places] = [catalogue.ids[item], catalogue.titles[item], catalogue.itemAttributes[item]];
  if (id === undefined || title === undefined || places === undefined) {
    throw new RangeError(`the catalogue has no item ${item}`);
  }
  return { id, title, attributes: places.map((place) => attributeId(catalogue, place)) };
}

function attributeId({ attributes }: Catalogue, place: number): string {
  const attribute = attributes[place];
  if (attribute === undefined) throw new RangeError(`the catalogue has no attribute ${place}`);
  return attribute.id;
}

const SHORT_HISTORY = 5;
/** As many as a request may steer at once. */
const STEERED = 50;
const STRENGTH = 0.25;

interface ProbeOptions {
  /** Items that the encoder takes at most. */
  maxLength: number;
  seed: number;
}

/**
 * Lists for a short history, unsteered and steered by many concepts at once, and for the longest. The items are drawn at
 * random: an artifact holds nobody's history.
 */
export async function makeProbes(parts: ProbedParts, { maxLength, seed }: ProbeOptions): Promise<Probes> {
  const items = createRandom(seed, 'probes').shuffle(parts.catalogue.ids.map((_, item) => item));
  const steered = parts.concepts.concepts.slice(0, STEERED);
  const strengths = Object.fromEntries(steered.map(({ id }, i) => [id, i % 2 === 0 ? STRENGTH : -STRENGTH]));
  // What is listed must be more than what is left out.
  const most = Math.max(1, Math.min(maxLength, Math.floor(items.length / 2)));
  const short = { history: items.slice(0, Math.min(SHORT_HISTORY, most)), strengths: [{}, strengths] };
  const long = { history: items.slice(-most), strengths: [{}] };
  return withProbedModel(parts, (model) => probesOf(model, [short, long]));
}
