// Whether a published version may serve: it is in the store with every file, and gives the lists that it should.
import { artifactKey, type Manifest } from '@trimtab/shared/manifest.ts';
import { PROBES_FILE } from '@trimtab/shared/probes.ts';
import { sha256 } from '../files/hash.ts';
import { PublishError } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import { proveArtifact } from './prove-artifact.ts';
import { storedManifest } from './publish.ts';

/** @throws PublishError `not-published` or `wrong-answers` */
export async function requireServable(store: ObjectStore, modelVersion: string): Promise<void> {
  const manifest = await requireManifest(store, modelVersion);
  // Versions of before carry nothing to be proved by: their files are not fetched.
  if (!(PROBES_FILE in manifest.files)) return requireWhole(store, manifest);
  await proveArtifact(manifest, await storedFiles(store, manifest));
}

async function requireManifest(store: ObjectStore, modelVersion: string): Promise<Manifest> {
  const manifest = await storedManifest(store, modelVersion);
  if (manifest !== null) return manifest;
  throw new PublishError(
    'not-published',
    `${store.name} has no version ${modelVersion}: publish it first with \`trimtab publish\``,
  );
}

/** A published version with every file, checked against its manifest. @throws PublishError `not-published` */
export async function storedVersion(
  store: ObjectStore,
  modelVersion: string,
): Promise<{ manifest: Manifest; files: Map<string, Uint8Array> }> {
  const manifest = await requireManifest(store, modelVersion);
  return { manifest, files: await storedFiles(store, manifest) };
}

async function requireWhole(store: ObjectStore, { modelVersion, files }: Manifest): Promise<void> {
  for (const [name, { sha256: expected }] of Object.entries(files)) {
    const info = await store.info(artifactKey(modelVersion, name));
    if (info?.sha256 !== expected) throw notWhole(store, modelVersion, name, info !== null);
  }
}

async function storedFiles(
  store: ObjectStore,
  { modelVersion, files }: Manifest,
): Promise<Map<string, Uint8Array>> {
  const stored = Object.entries(files).map(async ([name, { sha256: expected }]) => {
    const object = await store.get(artifactKey(modelVersion, name));
    if (object !== null && sha256(object.bytes) === expected) return [name, object.bytes] as const;
    throw notWhole(store, modelVersion, name, object !== null);
  });
  return new Map(await Promise.all(stored));
}

function notWhole(store: ObjectStore, modelVersion: string, name: string, isThere: boolean): PublishError {
  return new PublishError(
    'not-published',
    `${artifactKey(modelVersion, name)} in ${store.name} is ${isThere ? 'another file than its manifest lists' : 'missing'}: ` +
      'publish the version again with `trimtab publish`',
  );
}
