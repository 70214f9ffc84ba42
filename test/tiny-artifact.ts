// A whole artifact small enough to be a binding: real graphs of random weights over 30 items, with concepts that do
// steer. Worker tests read no files, so the vitest config makes it and hands it over.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';
import { buildGraphs } from '../trainer/src/onnx/graphs.ts';
import { randomAutoencoder, randomRecommender } from '../trainer/testing/random-weights.ts';
import { readArtifact, writeArtifact } from '../trainer/src/publish/artifact.ts';
import { makeProbes } from '../trainer/src/publish/probed-model.ts';
import { createRandom } from '../trainer/src/math/random.ts';
import type { AutoencoderConfig, RecommenderConfig } from '../trainer/src/recommender/weights.ts';
import type { Weights } from '../trainer/src/files/weights.ts';

const ITEMS = 30;
const LATENTS = 24;
const GENRES = ['Horror', 'Comedy', 'Western'];

/** As titles are: with accents, signs, and letters of other scripts. */
const TITLES: Readonly<Record<number, string>> = {
  5: 'Amélie in Brönn',
  26: "Ocean's Spider-Man",
  28: '七人の侍 & Łódź',
};

const RECOMMENDER: RecommenderConfig = {
  kind: 'gptrec',
  items: ITEMS,
  hiddenSize: 16,
  feedForwardSize: 32,
  blocks: 2,
  heads: 2,
  maxLength: 8,
};

const AUTOENCODER: AutoencoderConfig = { kind: 'topk', hiddenSize: 16, latents: LATENTS, k: 4 };

/** What `gradient` moves: the genres' latents, and one of chance. */
const BASIS = [0, 1, 2, 9].map((index) => ({ index, step: 1 }));

/** File name → bytes in base64, manifest.json included. */
export type TinyArtifact = Record<string, string>;

const numbered = (item: number): string => `i${item}`;

/** Item i has id `i<i>`, popularity rank i, and the genre i mod 3; concept g writes the direction of its items. */
export async function makeTinyArtifact(
  modelVersion: string,
  changed: Partial<RecommenderConfig> = {},
): Promise<TinyArtifact> {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-tiny-'));
  try {
    await writeTinyArtifact(join(folder, 'artifact'), modelVersion, numbered, changed);
    const { manifestBytes, files } = await readArtifact(join(folder, 'artifact'));
    const all = [...files, ['manifest.json', manifestBytes] as const];
    return Object.fromEntries(all.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param idOfItem the external id of item i @param changed in the recommender, a GPTRec of two blocks */
export async function writeTinyArtifact(
  folder: string,
  modelVersion: string,
  idOfItem: (item: number) => string = numbered,
  changed: Partial<RecommenderConfig> = {},
): Promise<void> {
  const recommender = { ...RECOMMENDER, ...changed };
  const random = createRandom(7);
  const weights = randomRecommender(recommender, random);
  const autoencoderWeights = randomAutoencoder(AUTOENCODER, random);
  pointLatentsAtGenres(autoencoderWeights, weights);
  const graphs = buildGraphs({
    recommender,
    weights,
    autoencoder: AUTOENCODER,
    autoencoderWeights,
    hook: 'blocks.0',
    precision: 'int8',
  });
  const parts = {
    ...graphs,
    catalogue: catalogue(idOfItem),
    concepts: { concepts: GENRES.map((_, genre) => concept(genre)), basis: BASIS },
  };
  const { maxLength } = recommender;
  await writeArtifact(folder, {
    ...parts,
    probes: await makeProbes({ ...parts, latents: LATENTS }, { maxLength, seed: 7 }),
    metrics: { timing: { stages: { train: 1 }, tokensPerSecond: 1, backend: 'wasm' } },
    samples: { samples: [{ label: 'Likes horror', history: [0, 3, 6].map(idOfItem) }] },
    manifest: {
      modelVersion,
      createdAt: '2026-11-22T12:00:00.000Z',
      data: { name: 'tiny', users: 10, items: ITEMS, interactions: 465 },
      model: modelOf(recommender),
      hook: 'blocks.0',
      latents: LATENTS,
      precision: 'int8',
    },
  });
}

const modelOf = ({ kind, hiddenSize, blocks, heads, maxLength }: RecommenderConfig): Manifest['model'] => ({
  kind,
  hiddenSize,
  blocks,
  heads,
  maxLength,
});

/** Decoder row g becomes the mean embedding of genre g, so that adding latent g brings those items up. */
function pointLatentsAtGenres(autoencoder: Weights, recommender: Weights): void {
  const rows = autoencoder['decoder.weight']?.data;
  const items = recommender['items']?.data;
  if (rows === undefined || items === undefined)
    throw new Error('random weights lack decoder.weight or items');
  const width = RECOMMENDER.hiddenSize;
  for (const genre of GENRES.keys()) {
    const row = rows.subarray(genre * width, (genre + 1) * width).fill(0);
    for (let item = genre; item < ITEMS; item += GENRES.length) {
      row.forEach((value, i) => (row[i] = value + (items[item * width + i] ?? 0)));
    }
  }
}

const idOf = (genre: number): string => `genre:${(GENRES[genre] ?? '').toLowerCase()}`;

function catalogue(idOfItem: (item: number) => string): Catalogue {
  const all = Array.from({ length: ITEMS }, (_, item) => item);
  return {
    ids: all.map(idOfItem),
    titles: all.map((item) => TITLES[item] ?? `The ${GENRES[item % 3]} Number ${item}`),
    attributes: GENRES.map((label, genre) => ({ id: idOf(genre), label, kind: 'genre' })),
    itemAttributes: all.map((item) => [item % 3]),
    counts: all.map((item) => ITEMS - item),
  };
}

function concept(genre: number): Concept {
  return {
    id: idOf(genre),
    label: GENRES[genre] ?? '',
    kind: 'attribute',
    attribute: idOf(genre),
    labelScore: [0.7, 0.9, 0.8][genre] ?? 0,
    latents: [{ index: genre, weight: 1 }],
    calibration: { up: 4, down: 4 },
    safeRange: { min: -0.5, max: 0.75 },
    density: 0.1,
    topItems: [genre, genre + 3],
    promoted: [genre],
    demoted: [(genre + 1) % 3],
    histogram: { max: 1, counts: [3, 1] },
    neighbours: [{ id: idOf((genre + 1) % 3), cosine: 0.2 }],
  };
}
