// A version that was read, checked and made ready to serve.
import { conceptsProblem } from '@trimtab/shared/agreement.ts';
import { COLUMNS_FILE, columnsOf, columnsSchema } from '@trimtab/shared/catalogue-columns.ts';
import { catalogueSchema, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { conceptsSchema, type Concepts } from '@trimtab/shared/concepts.ts';
import type { ItemTable } from '@trimtab/shared/gradient/item-table.ts';
import { readTable, TABLE_FILE } from '@trimtab/shared/gradient/item-table.ts';
import { artifactKey, type Manifest } from '@trimtab/shared/manifest.ts';
import { PROBES_FILE, probesSchema, type Probes } from '@trimtab/shared/probes.ts';
import { samplesSchema, type Samples } from '@trimtab/shared/samples.ts';
import { z } from 'zod';
import { ItemColumns } from '../catalogue/item-columns.ts';
import type { ItemStore } from '../catalogue/item-store.ts';
import { TextsInMemory } from '../catalogue/texts-in-memory.ts';
import { Engine } from '../inference/engine.ts';
import type { LoadedModel, ServedItems } from '../served.ts';
import { ArtifactError } from './artifact-error.ts';
import type { ArtifactBucket } from './patient-bucket.ts';
import { proveModel } from './prove-model.ts';
import { readFile, readJsonFile, readManifest } from './read-artifact.ts';

/** Bytes of an item table that an isolate has room for beside the graphs: 120,000 items of size 128. */
const LARGEST_TABLE = 16_000_000;

/** The place that versions come from. */
export interface ArtifactSource {
  bucket: ArtifactBucket;
  itemStore: ItemStore;
  /** Catalogues of more items have their ids and titles in the item store. */
  inMemory: number;
}

/** @throws ArtifactError when anything of the version is missing or altered, does not fit together or lists other items */
export async function loadModel(source: ArtifactSource, version: string): Promise<LoadedModel> {
  const { bucket } = source;
  const manifest = await readManifest(bucket, version);
  // The runtime starts while the other files are on their way.
  const [description, engine, probes] = await Promise.allSettled([
    readDescription(source, manifest),
    loadEngine(bucket, manifest),
    readProbes(bucket, manifest),
  ]);
  if (engine.status === 'rejected') throw engine.reason;
  if (description.status === 'rejected') {
    await engine.value.release();
    throw description.reason;
  }
  const model = { manifest, ...description.value, engine: engine.value };
  try {
    if (probes.status === 'rejected') throw probes.reason;
    await proveModel(model, probes.value);
    return model;
  } catch (error) {
    await model.engine.release();
    throw error;
  }
}

async function readProbes(bucket: ArtifactBucket, manifest: Manifest): Promise<Probes | null> {
  if (!(PROBES_FILE in manifest.files)) return null;
  return readJsonFile(bucket, manifest, PROBES_FILE, probesSchema);
}

/** All of a version but its graphs. */
async function readDescription(
  source: ArtifactSource,
  manifest: Manifest,
): Promise<Omit<LoadedModel, 'manifest' | 'engine'>> {
  const { bucket } = source;
  const [items, table, { concepts, basis, lost = [] }, metrics, { samples }] = await Promise.all([
    readItems(source, manifest),
    readItemTable(bucket, manifest),
    readJsonFile(bucket, manifest, 'concepts.json', conceptsSchema),
    readJsonFile(bucket, manifest, 'metrics.json', z.record(z.string(), z.unknown())),
    readSamples(bucket, manifest),
  ]);
  refuseMismatch(manifest, items.columns, { concepts, basis });
  return {
    ...items,
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    lost,
    basis,
    table,
    metrics,
    samples,
  };
}

/** @throws ArtifactError; and an error of D1 where the item store cannot be asked */
export async function readItems(
  { bucket, itemStore, inMemory: most }: ArtifactSource,
  manifest: Manifest,
): Promise<ServedItems> {
  if (manifest.data.items <= most || !(COLUMNS_FILE in manifest.files)) {
    return inMemory(await readJsonFile(bucket, manifest, 'catalogue.json', catalogueSchema));
  }
  const { modelVersion } = manifest;
  const stored = await itemStore.manifestOf(modelVersion);
  const isSame = stored?.files['catalogue.json']?.sha256 === manifest.files['catalogue.json']?.sha256;
  if (stored === null || !isSame) {
    const state = stored === null ? 'lacks this version' : 'has another catalogue under this version';
    const message = `the item store ${state}: publish it again`;
    throw new ArtifactError('inconsistent', artifactKey(modelVersion, COLUMNS_FILE), message);
  }
  const columns = await readJsonFile(bucket, manifest, COLUMNS_FILE, columnsSchema);
  return { columns: new ItemColumns(columns), texts: itemStore.textsOf(modelVersion) };
}

export const inMemory = (catalogue: Catalogue): ServedItems => ({
  columns: new ItemColumns(columnsOf(catalogue)),
  texts: new TextsInMemory(catalogue),
});

async function readSamples(bucket: ArtifactBucket, manifest: Manifest): Promise<Samples> {
  if (!('samples.json' in manifest.files)) return { samples: [] };
  return readJsonFile(bucket, manifest, 'samples.json', samplesSchema);
}

/**
 * Versions of before have none, and one of a large catalogue would take memory that the graphs need: directions are then
 * found by trying latents.
 *
 * @throws ArtifactError when it does not belong to so many items
 */
async function readItemTable(bucket: ArtifactBucket, manifest: Manifest): Promise<ItemTable | undefined> {
  const { files, data, model, modelVersion } = manifest;
  const listed = files[TABLE_FILE];
  if (listed === undefined || listed.bytes > LARGEST_TABLE) return undefined;
  const bytes = await readFile(bucket, manifest, TABLE_FILE);
  try {
    return readTable(bytes, data.items, model.hiddenSize);
  } catch (error) {
    throw new ArtifactError('inconsistent', artifactKey(modelVersion, TABLE_FILE), String(error), error);
  }
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
function refuseMismatch(manifest: Manifest, { items }: ItemColumns, concepts: Concepts): void {
  const { modelVersion, latents, data } = manifest;
  if (items !== data.items) {
    const message = `lists ${items} items, but the manifest says ${data.items}`;
    throw new ArtifactError('inconsistent', artifactKey(modelVersion, 'catalogue.json'), message);
  }
  const problem = conceptsProblem(concepts, { items, latents });
  if (problem === null) return;
  throw new ArtifactError('inconsistent', artifactKey(modelVersion, 'concepts.json'), problem);
}
