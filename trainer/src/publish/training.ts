// A version's training files to and from the store: under training/<version>/, which no route of the Worker reads.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at } from '@trimtab/shared/look-up.ts';
import { sha256 } from '../files/hash.ts';
import {
  parseTrainingManifest,
  TRAINING_MANIFEST,
  trainingKey,
  writeTrainingFiles,
} from '../lineage/training-files.ts';
import { PublishError } from './errors.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Uploads what the store lacks, the manifest last, so that a version whose manifest is there is whole.
 *
 * @returns the names of the files that were uploaded
 * @throws PublishError `damaged-artifact` when a file is not the one that the manifest lists
 */
export async function publishTraining(store: ObjectStore, folder: string): Promise<string[]> {
  const manifestBytes = await readFile(join(folder, TRAINING_MANIFEST));
  const { modelVersion, files } = parseTrainingManifest(manifestBytes, join(folder, TRAINING_MANIFEST));
  const uploaded: string[] = [];
  const put = async (name: string, bytes: Uint8Array): Promise<void> => {
    const key = trainingKey(modelVersion, name);
    const digest = sha256(bytes);
    if ((await store.info(key))?.sha256 === digest) return;
    await store.put(key, bytes, { sha256: digest, contentType: typeOf(name) });
    uploaded.push(name);
  };
  for (const [name, expected] of Object.entries(files)) {
    const bytes = await readFile(join(folder, name));
    if (sha256(bytes) !== expected.sha256) throw damaged(join(folder, name));
    await put(name, bytes);
  }
  await put(TRAINING_MANIFEST, manifestBytes);
  return uploaded;
}

/**
 * Brings a version's training files here, whole or not at all.
 *
 * @returns whether the store has them
 * @throws LineageError `newer-format` or `damaged`, PublishError `damaged-artifact`
 */
export async function fetchTraining(
  store: ObjectStore,
  modelVersion: string,
  folder: string,
): Promise<boolean> {
  const stored = await store.get(trainingKey(modelVersion, TRAINING_MANIFEST));
  if (stored === null) return false;
  const where = `${trainingKey(modelVersion, TRAINING_MANIFEST)} in ${store.name}`;
  const manifest = parseTrainingManifest(stored.bytes, where);
  const names = Object.keys(manifest.files);
  const objects = await Promise.all(names.map((name) => store.get(trainingKey(modelVersion, name))));
  const files = new Map<string, Uint8Array>();
  for (const [i, name] of names.entries()) {
    const bytes = objects[i]?.bytes;
    if (bytes === undefined || sha256(bytes) !== manifest.files[name]?.sha256)
      throw damaged(`${trainingKey(modelVersion, at(names, i))} in ${store.name}`);
    files.set(name, bytes);
  }
  files.set(TRAINING_MANIFEST, stored.bytes);
  await writeTrainingFiles(folder, files);
  return true;
}

const typeOf = (name: string): string =>
  name.endsWith('.json') ? 'application/json' : 'application/octet-stream';

const damaged = (where: string): PublishError =>
  new PublishError(
    'damaged-artifact',
    `${where} is not the file that training.json lists: run "trimtab export" again on the run that made the version`,
  );
