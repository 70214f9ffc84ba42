// A store of objects in memory, with conditions as R2 has them.
import type { ObjectStore, StoredObject } from '../src/publish/object-store.ts';

export interface MemoryStore extends ObjectStore {
  readonly objects: Map<string, StoredObject>;
}

export function memoryStore(): MemoryStore {
  const objects = new Map<string, StoredObject>();
  let puts = 0;
  return {
    name: 'the store in memory',
    objects,
    get: (key) => Promise.resolve(objects.get(key) ?? null),
    info: (key) => Promise.resolve(objects.get(key) ?? null),
    put(key, bytes, { sha256, condition }) {
      const etag = objects.get(key)?.etag;
      const holds =
        condition === undefined || ('absent' in condition ? etag === undefined : etag === condition.etag);
      if (holds) objects.set(key, { bytes: Uint8Array.from(bytes), sha256, etag: String(++puts) });
      return Promise.resolve(holds);
    },
    close: () => Promise.resolve(),
  };
}
