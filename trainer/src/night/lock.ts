// The lock in R2 that lets one night work at a time: taken by a conditional write, kept by writing it anew, and free again
// when it expires, so that a machine that died holds nobody up for long.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ObjectStore, PutCondition } from '../publish/object-store.ts';
import { putObject, readObject } from './json-object.ts';
import { NightError } from './night-error.ts';

export const LOCK_KEY = 'nights/lock.json';

const lockSchema = z.object({
  /** Who holds it, in words for people. */
  owner: z.string(),
  /** Of this holding of it alone. */
  token: z.string(),
  expiresAt: z.iso.datetime(),
  /** Given back before it expired. */
  released: z.boolean().optional(),
});

export interface LockOptions {
  owner: string;
  minutes?: number;
  now?: () => number;
}

export interface Lock {
  /** Holds it for as long again. @throws NightError `locked` when somebody else holds it now */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/** @throws NightError `locked`, which says who holds it until when */
export async function takeLock(
  store: ObjectStore,
  { owner, minutes = 30, now = Date.now }: LockOptions,
): Promise<Lock> {
  const token = randomUUID();
  const write = async (condition: PutCondition, released: boolean): Promise<boolean> => {
    const expiresAt = new Date(now() + 60_000 * minutes).toISOString();
    return putObject(store, LOCK_KEY, { owner, token, expiresAt, ...(released && { released }) }, condition);
  };
  /** A put whose answer was lost, and that was sent again, meets its own work: what stands there decides. */
  const requireOwn = async (): Promise<string> => {
    const current = await readObject(store, LOCK_KEY, lockSchema);
    if (current?.value.token === token) return current.etag;
    throw heldBy(store, current?.value);
  };
  const found = await readObject(store, LOCK_KEY, lockSchema);
  if (found !== null && isHeld(found.value, now())) throw heldBy(store, found.value);
  await write(found === null ? { absent: true } : { etag: found.etag }, false);
  await requireOwn();
  const again = async (released: boolean): Promise<void> => {
    const isWritten = await write({ etag: await requireOwn() }, released);
    if (!isWritten) await requireOwn();
  };
  return { renew: () => again(false), release: () => again(true) };
}

/** Ctrl-C and the end of a job give the lock back, so that the night can be gone on with at once. @returns what stops it */
export function releaseWhenStopped(lock: Lock): () => void {
  const stop = (): void => {
    void lock.release().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}

const isHeld = ({ expiresAt, released }: z.infer<typeof lockSchema>, now: number): boolean =>
  released !== true && Date.parse(expiresAt) > now;

function heldBy({ name }: ObjectStore, lock: z.infer<typeof lockSchema> | undefined): NightError {
  const who = lock === undefined ? 'another night' : `${lock.owner}, until ${lock.expiresAt}`;
  return new NightError(
    'locked',
    `${LOCK_KEY} in ${name} is held by ${who}: wait for it; where that night has died, its lock ends by itself then`,
  );
}
