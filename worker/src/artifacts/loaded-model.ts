// A version that was read, checked and made ready to serve.
import { columnsOf } from '@trimtab/shared/catalogue-columns.ts';
import { catalogueSchema, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { conceptsSchema, type Concept } from '@trimtab/shared/concepts.ts';
import { artifactKey, type Manifest } from '@trimtab/shared/manifest.ts';
import { samplesSchema, type Samples } from '@trimtab/shared/samples.ts';
import { z } from 'zod';
import { ItemColumns } from '../catalogue/item-columns.ts';
import type { ItemTexts } from '../catalogue/item-texts.ts';
import { TextsInMemory } from '../catalogue/texts-in-memory.ts';
import { Engine } from '../inference/engine.ts';
import { ArtifactError } from './artifact-error.ts';
import type { ArtifactBucket } from './patient-bucket.ts';
import { readFile, readJsonFile, readManifest } from './read-artifact.ts';

/** A catalogue as it is served: numbers in memory, and words wherever they are kept. */
export interface ServedItems {
  columns: ItemColumns;
  texts: ItemTexts;
}

export interface LoadedModel extends ServedItems {
  manifest: Manifest;
  concepts: ReadonlyMap<string, Concept>;
  metrics: Record<string, unknown>;
  samples: Samples['samples'];
  engine: Engine;
}

/** @throws ArtifactError when anything of the version is missing, altered or does not fit together */
export async function loadModel(bucket: ArtifactBucket, version: string): Promise<LoadedModel> {
  const manifest = await readManifest(bucket, version);
  // The runtime starts while the other files are on their way.
  const [description, engine] = await Promise.allSettled([
    readDescription(bucket, manifest),
    loadEngine(bucket, manifest),
  ]);
  if (engine.status === 'rejected') throw engine.reason;
  if (description.status === 'rejected') {
    await engine.value.release();
    throw description.reason;
  }
  return { manifest, ...description.value, engine: engine.value };
}

/** All of a version but its graphs. */
async function readDescription(
  bucket: ArtifactBucket,
  manifest: Manifest,
): Promise<Omit<LoadedModel, 'manifest' | 'engine'>> {
  const [catalogue, { concepts }, metrics, { samples }] = await Promise.all([
    readJsonFile(bucket, manifest, 'catalogue.json', catalogueSchema),
    readJsonFile(bucket, manifest, 'concepts.json', conceptsSchema),
    readJsonFile(bucket, manifest, 'metrics.json', z.record(z.string(), z.unknown())),
    readSamples(bucket, manifest),
  ]);
  refuseMismatch(manifest, catalogue, concepts);
  return {
    ...inMemory(catalogue),
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    metrics,
    samples,
  };
}

export const inMemory = (catalogue: Catalogue): ServedItems => ({
  columns: new ItemColumns(columnsOf(catalogue)),
  texts: new TextsInMemory(catalogue),
});

async function readSamples(bucket: ArtifactBucket, manifest: Manifest): Promise<Samples> {
  if (!('samples.json' in manifest.files)) return { samples: [] };
  return readJsonFile(bucket, manifest, 'samples.json', samplesSchema);
}

async function loadEngine(bucket: ArtifactBucket, manifest: Manifest): Promise<Engine> {
  const [encoder, head] = await Promise.all([
    readFile(bucket, manifest, 'encoder.onnx'),
    readFile(bucket, manifest, 'head.onnx'),
  ]);
  try {
    return await Engine.create(encoder, head);
  } catch (error) {
    const key = artifactKey(manifest.modelVersion, 'encoder.onnx or head.onnx');
    throw new ArtifactError('unusable-graph', key, `the runtime cannot load it: ${String(error)}`, error);
  }
}

/** Files can each be whole and still not belong together. */
function refuseMismatch(manifest: Manifest, { ids }: Catalogue, concepts: readonly Concept[]): void {
  const { modelVersion, latents, data } = manifest;
  if (ids.length !== data.items) {
    const message = `lists ${ids.length} items, but the manifest says ${data.items}`;
    throw new ArtifactError('inconsistent', artifactKey(modelVersion, 'catalogue.json'), message);
  }
  const stray = concepts.find(
    (concept) =>
      concept.latents.some(({ index }) => index >= latents) ||
      [concept.topItems, concept.promoted, concept.demoted].some((list) => list.some((i) => i >= ids.length)),
  );
  if (stray !== undefined) {
    const message = `${stray.id} names a latent or an item that the model does not have`;
    throw new ArtifactError('inconsistent', artifactKey(modelVersion, 'concepts.json'), message);
  }
}
