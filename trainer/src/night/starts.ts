// From what a night's training starts: the serving version's weights, only its concepts, or nothing; and a full training every
// so many nights, as a challenger.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../files/hash.ts';
import {
  parseTrainingManifest,
  TRAINING_MANIFEST,
  trainingKey,
  writeTrainingFiles,
} from '../lineage/training-files.ts';
import { PublishError } from '../publish/errors.ts';
import type { ObjectStore } from '../publish/object-store.ts';
import type { LastGood } from './record.ts';

/** Nights from one full training to the next, unless told otherwise. */
export const FULL_EVERY = 7;

/** `warm` goes on from weights, `full` trains anew and follows concepts, `anew` knows nothing of before. */
export type Start = 'warm' | 'full' | 'anew';

export const localTraining = (home: string, version: string): string => join(home, 'training', version);

/**
 * The ways to start tonight, the first to be tried first. The next is taken where one cannot be had, or where a full training
 * is held back by a gate: then the warm one goes on.
 *
 * @param hasTraining whether the serving version's training files are at hand
 */
export function startsOf(
  last: Pick<LastGood, 'warmNights'> | null,
  hasTraining: boolean,
  fullEvery: number,
): Start[] {
  if (!hasTraining) return ['anew'];
  const isFull = last !== null && last.warmNights + 1 >= fullEvery;
  return isFull ? ['full', 'warm', 'anew'] : ['warm', 'full', 'anew'];
}

/**
 * Brings a version's training files onto this machine.
 *
 * @returns false where the store has none: it was trained before there were any, or elsewhere
 */
export async function fetchTraining(store: ObjectStore, home: string, version: string): Promise<boolean> {
  const folder = localTraining(home, version);
  if (existsSync(join(folder, TRAINING_MANIFEST))) return true;
  const stored = await store.get(trainingKey(version, TRAINING_MANIFEST));
  if (stored === null) return false;
  const manifest = parseTrainingManifest(
    stored.bytes,
    `${trainingKey(version, TRAINING_MANIFEST)} in ${store.name}`,
  );
  const files = new Map<string, Uint8Array>();
  for (const [name, expected] of Object.entries(manifest.files)) {
    const found = await store.get(trainingKey(version, name));
    if (found === null || sha256(found.bytes) !== expected.sha256) {
      throw new PublishError(
        'damaged-artifact',
        `${trainingKey(version, name)} in ${store.name} is ${found === null ? 'missing' : 'another file than its manifest lists'}`,
      );
    }
    files.set(name, found.bytes);
  }
  await writeTrainingFiles(folder, files.set(TRAINING_MANIFEST, stored.bytes));
  return true;
}

/** Puts a version's training files beside its artifact, the manifest last; where there are none there is nothing to do. */
export async function publishTraining(store: ObjectStore, home: string, version: string): Promise<void> {
  const folder = localTraining(home, version);
  if (!existsSync(join(folder, TRAINING_MANIFEST))) return;
  const bytes = await readFile(join(folder, TRAINING_MANIFEST));
  const manifest = parseTrainingManifest(bytes, join(folder, TRAINING_MANIFEST));
  for (const name of [...Object.keys(manifest.files), TRAINING_MANIFEST]) {
    const content = await readFile(join(folder, name));
    await store.put(trainingKey(version, name), content, {
      sha256: sha256(content),
      contentType: 'application/octet-stream',
    });
  }
}
