// A model of random weights behind the built Worker, over HTTP: what the benchmarks of cold starts and of load ask.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { writeArtifact } from '@trimtab/trainer/publish/artifact.ts';
import { makeProbes } from '@trimtab/trainer/publish/probed-model.ts';
import { openLocalStore } from '@trimtab/trainer/publish/local-store.ts';
import { promote } from '@trimtab/trainer/publish/pointer.ts';
import { publishArtifact } from '@trimtab/trainer/publish/publish.ts';
import { migrate } from '../demo/worker-process.ts';
import { buildWorker, type BuiltWorker } from '@trimtab/trainer/gates/built-worker.ts';
import { edgeGraphs, HISTORIES, type EdgeHook, type EdgeSize } from './edge-model.ts';

const CONFIG = join(import.meta.dirname, '../wrangler.toml');
const VERSION = 'bench-000001';
const GENRES = 18;
const CONCEPTS = 40;

export const itemId = (item: number): string => `film-${String(item).padStart(6, '0')}`;

/**
 * The built Worker with this model in its R2.
 *
 * @param isProved whether the version carries histories with their lists, which the Worker runs before it serves
 */
export async function publishModel(
  size: EdgeSize,
  hook: EdgeHook,
  { isProved = true } = {},
): Promise<BuiltWorker> {
  const home = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  const [artifact, persistTo] = [join(home, 'artifact'), join(home, 'state')];
  await Promise.all([writeModel(artifact, size, hook, isProved), migrate(persistTo)]);
  const store = await openLocalStore({ configPath: CONFIG, persistTo });
  await publishArtifact(store, artifact);
  await promote(store, VERSION);
  await store.close();
  const worker = await buildWorker(persistTo);
  return {
    start: worker.start,
    remove: async () => {
      await worker.remove();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function writeModel(folder: string, size: EdgeSize, hook: EdgeHook, isProved: boolean): Promise<void> {
  const { items, hiddenSize, latents } = size;
  const parts = {
    ...edgeGraphs(size, hook),
    catalogue: catalogueOf(items),
    concepts: { concepts: Array.from({ length: CONCEPTS }, (_, i) => conceptOf(i, size)) },
  };
  const maxLength = Math.max(...HISTORIES);
  await writeArtifact(folder, {
    ...parts,
    ...(isProved && { probes: await makeProbes({ ...parts, latents }, { maxLength, seed: 1 }) }),
    metrics: {},
    manifest: {
      modelVersion: VERSION,
      createdAt: '2026-11-22T12:00:00.000Z',
      data: { name: 'random', users: 1, items, interactions: items },
      model: { kind: 'gptrec', hiddenSize, blocks: 2, heads: 2, maxLength },
      hook,
      latents,
      precision: 'int8',
    },
  });
}

function catalogueOf(items: number): Catalogue {
  const all = Array.from({ length: items }, (_, item) => item);
  return {
    ids: all.map(itemId),
    titles: all.map((item) => `The ${item}th of ${items} films (${1930 + (item % 90)})`),
    attributes: Array.from({ length: GENRES }, (_, g) => ({
      id: genre(g),
      label: `Genre ${g}`,
      kind: 'genre',
    })),
    itemAttributes: all.map((item) => [item % GENRES]),
    counts: all.map((item) => items - item),
  };
}

const genre = (index: number): string => `genre:g${index}`;

function conceptOf(index: number, { latents, items }: EdgeSize): Concept {
  const named = index < GENRES;
  const anchors = Array.from({ length: 20 }, (_, i) => (index + i * GENRES) % items);
  return {
    id: named ? genre(index) : `emergent:e${index}`,
    label: `Concept ${index}`,
    kind: named ? 'attribute' : 'emergent',
    attribute: named ? genre(index) : null,
    labelScore: 0.9,
    latents: Array.from({ length: 5 }, (_, i) => ({ index: (index * 5 + i) % latents, weight: 0.2 })),
    calibration: { up: 2, down: 2 },
    safeRange: { min: -1, max: 1 },
    density: 0.1,
    topItems: anchors,
    promoted: anchors,
    demoted: anchors,
    histogram: { max: 1, counts: [1, 1] },
    neighbours: [],
  };
}
