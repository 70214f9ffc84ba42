// Uploads a version under its name; nothing that clients see changes until it is promoted.
import { artifactKey, type Manifest } from '@trimtab/shared/manifest.ts';
import { MANIFEST_FILE, parseManifest, readArtifact } from './artifact.ts';
import { PublishError } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import { proveArtifact } from './prove-artifact.ts';
import { sha256 } from '../files/hash.ts';

export interface Published {
  modelVersion: string;
  uploaded: string[];
  /** Files that the store already had. */
  skipped: string[];
  bytes: number;
}

/**
 * Verifies the version in `folder`, runs it, and uploads it, manifest last: a version whose manifest is in the store is
 * whole. Run again after an interruption it uploads what is missing.
 *
 * @throws PublishError `damaged-artifact`, `invalid-artifact`, `wrong-answers`, `version-exists`, `store-failure`, `no-answer`
 */
export async function publishArtifact(store: ObjectStore, folder: string): Promise<Published> {
  const { manifest, manifestBytes, files } = await readArtifact(folder);
  await proveArtifact(manifest, files);
  const { modelVersion } = manifest;
  const published: Published = { modelVersion, uploaded: [], skipped: [], bytes: 0 };
  const earlier = await storedManifest(store, modelVersion);
  if (earlier) refuseOtherFiles(store, manifest, earlier);
  for (const [name, bytes] of files) await upload(store, published, name, bytes);
  if (earlier) published.skipped.push(MANIFEST_FILE);
  else await uploadManifest(store, published, manifest, manifestBytes);
  return published;
}

/** The manifest of a published version, or null when the store has none. */
export async function storedManifest(store: ObjectStore, modelVersion: string): Promise<Manifest | null> {
  const key = artifactKey(modelVersion, MANIFEST_FILE);
  const stored = await store.get(key);
  return stored ? parseManifest(stored.bytes, `${key} in ${store.name}`) : null;
}

function refuseOtherFiles(store: ObjectStore, local: Manifest, stored: Manifest): void {
  const names = new Set([...Object.keys(local.files), ...Object.keys(stored.files)]);
  const different = [...names].filter((name) => local.files[name]?.sha256 !== stored.files[name]?.sha256);
  if (different.length === 0) return;
  throw new PublishError(
    'version-exists',
    `version ${local.modelVersion} is already in ${store.name} with another ${different.join(', ')}, and the files ` +
      'of a version never change: promote the one that is there, or train with another seed or configuration',
  );
}

async function upload(
  store: ObjectStore,
  published: Published,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const key = artifactKey(published.modelVersion, name);
  const digest = sha256(bytes);
  const isThere = async (): Promise<boolean> => (await store.info(key))?.sha256 === digest;
  if (await isThere()) {
    published.skipped.push(name);
    return;
  }
  await store.put(key, bytes, { sha256: digest, contentType: typeOf(name) }).catch(async (error: unknown) => {
    // A put whose answer was lost has happened all the same where the file is there.
    if (!(await isThere().catch(() => false))) throw error;
  });
  published.uploaded.push(name);
  published.bytes += bytes.length;
}

const typeOf = (name: string): string =>
  name.endsWith('.json') ? 'application/json' : 'application/octet-stream';

/** Only where there is none: of two that publish the same version at once, one finds the other's manifest. */
async function uploadManifest(
  store: ObjectStore,
  published: Published,
  manifest: Manifest,
  bytes: Uint8Array,
): Promise<void> {
  const options = { sha256: sha256(bytes), contentType: typeOf(MANIFEST_FILE) };
  const isPut = await store
    .put(artifactKey(published.modelVersion, MANIFEST_FILE), bytes, {
      ...options,
      condition: { absent: true },
    })
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (isPut !== true) {
    const stored = await storedManifest(store, published.modelVersion);
    if (stored === null) throw isPut === false ? lostManifest(store, manifest) : isPut;
    refuseOtherFiles(store, manifest, stored);
  }
  published.uploaded.push(MANIFEST_FILE);
  published.bytes += bytes.length;
}

const lostManifest = ({ name }: ObjectStore, { modelVersion }: Manifest): PublishError =>
  new PublishError('lost-race', `the manifest of ${modelVersion} in ${name} came and went: publish again`);
