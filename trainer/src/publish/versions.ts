// The versions of a store that the pointer names, with what their own files say of them.
import { artifactKey, manifestSchema } from '@trimtab/shared/manifest.ts';
import { rankingSchema } from '@trimtab/shared/metrics.ts';
import { versionStates, type VersionState } from '@trimtab/shared/version-states.ts';
import { z } from 'zod';
import { PublishError } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import { parsed } from './parsed-file.ts';
import { currentPointer } from './pointer.ts';

export interface KnownVersion {
  modelVersion: string;
  state: VersionState;
  /** Null where the version's files are gone or do not fit their schema. */
  facts: { createdAt: string; data: string; interactions: number; ndcg10: number | null } | null;
}

const measuredSchema = z.object({ recommender: rankingSchema.optional() });

/**
 * The one that serves first, those that served before last.
 *
 * @throws PublishError `not-published` where nothing was promoted yet, and those of the store
 */
export async function knownVersions(store: ObjectStore): Promise<KnownVersion[]> {
  const pointer = await currentPointer(store);
  if (pointer === null) {
    throw new PublishError(
      'not-published',
      `nothing serves from ${store.name} yet: run \`trimtab publish\` first`,
    );
  }
  return Promise.all(
    [...versionStates(pointer)].map(async ([modelVersion, state]) => ({
      modelVersion,
      state,
      facts: await factsOf(store, modelVersion),
    })),
  );
}

async function factsOf(store: ObjectStore, version: string): Promise<KnownVersion['facts']> {
  const manifest = await fileOf(store, artifactKey(version, 'manifest.json'), manifestSchema);
  const metrics = await fileOf(store, artifactKey(version, 'metrics.json'), measuredSchema);
  if (manifest === null || metrics === null) return null;
  const { createdAt, data } = manifest;
  const ndcg10 = metrics.recommender?.ndcg10 ?? null;
  return { createdAt, data: data.name, interactions: data.interactions, ndcg10 };
}

async function fileOf<Schema extends z.ZodType>(
  store: ObjectStore,
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const stored = await store.get(key);
  if (stored === null) return null;
  try {
    return parsed(stored.bytes, key, schema);
  } catch (error) {
    if (error instanceof PublishError && error.code === 'invalid-artifact') return null;
    throw error;
  }
}
