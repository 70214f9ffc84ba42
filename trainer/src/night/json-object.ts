// JSON in the store, checked by its schema when it is read.
import { z } from 'zod';
import { sha256 } from '../files/hash.ts';
import type { ObjectStore, PutCondition } from '../publish/object-store.ts';
import { NightError } from './night-error.ts';

/** @returns null where there is none. @throws NightError `unreadable-record` */
export async function readObject<Schema extends z.ZodType>(
  store: ObjectStore,
  key: string,
  schema: Schema,
): Promise<{ value: z.output<Schema>; etag: string } | null> {
  const stored = await store.get(key);
  if (stored === null) return null;
  const parsed = schema.safeParse(jsonOf(stored.bytes));
  if (parsed.success) return { value: parsed.data, etag: stored.etag };
  throw new NightError(
    'unreadable-record',
    `${key} in ${store.name} is not as this version writes it, or of a newer one: use the version that wrote it, or move ` +
      `it away and run the night again\n${z.prettifyError(parsed.error)}`,
  );
}

/** @returns false when the condition did not hold */
export function putObject(
  store: ObjectStore,
  key: string,
  value: unknown,
  condition?: PutCondition,
): Promise<boolean> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
  const options = { sha256: sha256(bytes), contentType: 'application/json' };
  return store.put(key, bytes, { ...options, ...(condition && { condition }) });
}

/** What is not JSON fits no schema. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
