// artifacts/current.json: which version clients get. Promoting and rolling back are one conditional write each.
import { artifactKey, POINTER_KEY, pointerSchema, type Pointer } from '@trimtab/shared/manifest.ts';
import { PublishError } from './errors.ts';
import type { ObjectStore, PutCondition } from './object-store.ts';
import { storedManifest } from './publish.ts';
import { sha256 } from '../files/hash.ts';

interface ReadPointer {
  pointer: Pointer;
  etag: string;
}

/** Makes a published version the current one; the one before it becomes `previous`. Running it twice changes nothing. */
export async function promote(store: ObjectStore, modelVersion: string): Promise<Pointer> {
  await requireWhole(store, modelVersion);
  const old = await readPointer(store);
  if (old?.pointer.current === modelVersion && !old.pointer.canary) return old.pointer;
  const previous =
    old?.pointer.current === modelVersion ? old.pointer.previous : (old?.pointer.current ?? null);
  return writePointer(store, { current: modelVersion, previous }, old);
}

/**
 * Makes the previous version the current one. There is none to roll back to after that: the version rolled back from
 * returns only by `promote`, and never by a command given twice.
 */
export async function rollback(store: ObjectStore): Promise<Pointer> {
  const old = await readPointer(store);
  if (!old?.pointer.previous) {
    const state = old
      ? `${old.pointer.current} is current and no version stands before it`
      : 'nothing is promoted';
    throw new PublishError(
      'no-previous',
      `cannot roll back in ${store.name}: ${state}; promote a published version by name instead`,
    );
  }
  await requireWhole(store, old.pointer.previous);
  return writePointer(store, { current: old.pointer.previous, previous: null }, old);
}

/** The pointer, or null when nothing has been promoted. */
export async function currentPointer(store: ObjectStore): Promise<Pointer | null> {
  return (await readPointer(store))?.pointer ?? null;
}

async function readPointer(store: ObjectStore): Promise<ReadPointer | null> {
  const stored = await store.get(POINTER_KEY);
  if (!stored) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(stored.bytes));
    return { pointer: pointerSchema.parse(value), etag: stored.etag };
  } catch (cause) {
    throw new PublishError(
      'damaged-artifact',
      `${POINTER_KEY} in ${store.name} is not a pointer to a version: remove it and promote a version again`,
      { cause },
    );
  }
}

async function writePointer(store: ObjectStore, pointer: Pointer, old: ReadPointer | null): Promise<Pointer> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(pointer)}\n`);
  const condition: PutCondition = old ? { etag: old.etag } : { absent: true };
  const options = { sha256: sha256(bytes), contentType: 'application/json', condition };
  if (await store.put(POINTER_KEY, bytes, options)) return pointer;
  // A put whose answer was lost and that was sent again meets its own work.
  const now = await readPointer(store);
  if (now && JSON.stringify(now.pointer) === JSON.stringify(pointer)) return pointer;
  throw new PublishError(
    'lost-race',
    `somebody else changed ${POINTER_KEY} in ${store.name} at the same time (current is now ` +
      `${now?.pointer.current ?? 'absent'}, not ${pointer.current}): look at it, and run the command again if it ` +
      'should still be changed',
  );
}

/** A version that is pointed at must be in the store with every file. */
async function requireWhole(store: ObjectStore, modelVersion: string): Promise<void> {
  const manifest = await storedManifest(store, modelVersion);
  if (!manifest) {
    throw new PublishError(
      'not-published',
      `${store.name} has no version ${modelVersion}: publish it first with \`trimtab publish\``,
    );
  }
  for (const [name, { sha256: expected }] of Object.entries(manifest.files)) {
    const info = await store.info(artifactKey(modelVersion, name));
    if (info?.sha256 === expected) continue;
    throw new PublishError(
      'not-published',
      `${artifactKey(modelVersion, name)} in ${store.name} is ${info ? 'another file than its manifest lists' : 'missing'}: ` +
        'publish the version again with `trimtab publish`',
    );
  }
}
