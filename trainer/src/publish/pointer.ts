// artifacts/current.json: which version clients get. Promoting and rolling back are one conditional write each.
import { POINTER_KEY, pointerSchema, type Pointer } from '@trimtab/shared/manifest.ts';
import { PublishError, type PublishErrorCode } from './errors.ts';
import type { ObjectStore, PutCondition } from './object-store.ts';
import { requireServable } from './servable.ts';
import { sha256 } from '../files/hash.ts';

interface ReadPointer {
  pointer: Pointer;
  etag: string;
}

/** Versions that `rollback` can go back to, before the one that is current. */
const EARLIER_KEPT = 5;

interface PromoteOptions {
  /** Nobody named the version, so one that was rolled back stays out. */
  unlessRolledBack?: boolean;
}

/**
 * Makes a published version the current one; the one before it becomes `previous`. Running it twice changes nothing. A
 * version that was rolled back comes back by its name alone.
 *
 * @throws PublishError `not-published`, `wrong-answers`, `rolled-back`, `lost-race`, and those of the store
 */
export async function promote(
  store: ObjectStore,
  modelVersion: string,
  { unlessRolledBack = false }: PromoteOptions = {},
): Promise<Pointer> {
  await requireServable(store, modelVersion);
  const old = await readPointer(store);
  const rolledBack = old?.pointer.rolledBack ?? [];
  if (unlessRolledBack && rolledBack.includes(modelVersion)) throw staysOut(store, modelVersion);
  if (old?.pointer.current === modelVersion && !old.pointer.canary) return old.pointer;
  const good = servedBefore(old?.pointer).filter((version) => version !== modelVersion);
  const next = pointerOf(
    modelVersion,
    good,
    rolledBack.filter((version) => version !== modelVersion),
  );
  return writePointer(store, next, old);
}

function staysOut({ name }: ObjectStore, modelVersion: string): PublishError {
  return new PublishError(
    'rolled-back',
    `${modelVersion} is published in ${name} and stays out, since it was rolled back: if it should serve all the same, ` +
      `name it with \`trimtab promote ${modelVersion}\``,
  );
}

/** Versions that served and were not rolled back, the current one first. */
const servedBefore = (pointer: Pointer | undefined): string[] =>
  pointer === undefined ? [] : [pointer.current, ...goodBefore(pointer)];

function goodBefore({ previous, earlier = [], rolledBack = [] }: Pointer): string[] {
  const served = previous === null ? earlier : [previous, ...earlier];
  return served.filter((version) => !rolledBack.includes(version));
}

/** @param good versions to go back to, the best first */
function pointerOf(current: string, good: readonly string[], rolledBack: readonly string[]): Pointer {
  const [previous = null, ...earlier] = [...new Set(good)].slice(0, 1 + EARLIER_KEPT);
  return {
    current,
    previous,
    ...(earlier.length > 0 && { earlier }),
    ...(rolledBack.length > 0 && { rolledBack: [...rolledBack] }),
  };
}

/** Versions that may serve by the pointer or after a rollback: their files and rows must stay. */
export const servableVersions = (pointer: Pointer | null): string[] =>
  pointer === null ? [] : [pointer.current, ...goodBefore(pointer)];

/**
 * Makes the last good version the current one: of those that served before and were not rolled back themselves, the
 * newest that is whole and gives its lists. The one rolled back from stays out until it is promoted by name, so a command
 * given twice goes further back, and never to and fro.
 *
 * @throws PublishError `no-previous`, `lost-race`, and those of the store
 */
export async function rollback(store: ObjectStore): Promise<Pointer> {
  const old = await readPointer(store);
  if (old === null) throw nothingBefore(store, 'nothing is promoted');
  const { current, rolledBack = [] } = old.pointer;
  const good = goodBefore(old.pointer).filter((version) => version !== current);
  const refused: string[] = [];
  for (const [i, version] of good.entries()) {
    const refusal = await refusalOf(store, version);
    if (refusal === null) {
      const out = [...new Set([...rolledBack, current])];
      return writePointer(store, pointerOf(version, good.slice(i + 1), out), old);
    }
    refused.push(refusal);
  }
  const state = `${current} is current and no version that can serve stands before it`;
  throw nothingBefore(store, [state, ...refused].join('; '));
}

function nothingBefore({ name }: ObjectStore, state: string): PublishError {
  return new PublishError(
    'no-previous',
    `cannot roll back in ${name}: ${state}; promote a published version by name instead`,
  );
}

/** @returns why the version cannot serve, or null when it can */
async function refusalOf(store: ObjectStore, version: string): Promise<string | null> {
  try {
    await requireServable(store, version);
    return null;
  } catch (error) {
    if (!(error instanceof PublishError) || !REFUSALS.has(error.code)) throw error;
    return error.message;
  }
}

/** What is wrong with a version itself, and not with the store or the way to it. */
const REFUSALS: ReadonlySet<PublishErrorCode> = new Set([
  'not-published',
  'damaged-artifact',
  'invalid-artifact',
  'wrong-answers',
]);

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
  const outcome = await store.put(POINTER_KEY, bytes, options).catch(asError);
  if (outcome === true) return pointer;
  // A put whose answer was lost may have happened, and sent again it meets its own work: what stands there decides.
  const now = await readBack(store, pointer, outcome);
  if (JSON.stringify(now?.pointer) === JSON.stringify(pointer)) return pointer;
  if (outcome !== false && now?.etag === old?.etag) throw outcome;
  throw new PublishError(
    'lost-race',
    `somebody else changed ${POINTER_KEY} in ${store.name} at the same time (current is now ` +
      `${now?.pointer.current ?? 'absent'}, not ${pointer.current}): look at it, and run the command again if it ` +
      'should still be changed',
  );
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

async function readBack(
  store: ObjectStore,
  { current }: Pointer,
  outcome: Error | false,
): Promise<ReadPointer | null> {
  try {
    return await readPointer(store);
  } catch (cause) {
    throw new PublishError(
      'no-answer',
      `it cannot be told whether ${POINTER_KEY} in ${store.name} names ${current} now: look at it before you run the ` +
        `command again (${outcome === false ? String(cause) : outcome.message})`,
      { cause },
    );
  }
}
