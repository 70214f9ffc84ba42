// Versions that serve, are tried out, have served or were taken back: what the pointer and their own files say.
import type { VersionsResponse } from '@trimtab/shared/browse.ts';
import { rankingSchema } from '@trimtab/shared/metrics.ts';
import { versionStates } from '@trimtab/shared/version-states.ts';
import { z } from 'zod';
import { ArtifactError } from './artifact-error.ts';
import type { ArtifactBucket } from './patient-bucket.ts';
import { readJsonFile, readManifest, readPointer } from './read-artifact.ts';

type Version = VersionsResponse['versions'][number];

/** Each is two files to read. */
const MOST = 20;

const measuredSchema = z.object({ recommender: rankingSchema.optional().catch(undefined) });

/** @param serving the version that this isolate holds: another than the pointer's where that could not be loaded */
export async function versionHistory(bucket: ArtifactBucket, serving: string): Promise<Version[]> {
  const pointer = await readPointer(bucket);
  const states = [...versionStates(pointer, serving)].slice(0, MOST);
  return Promise.all(
    states.map(async ([modelVersion, state]) => ({
      modelVersion,
      state,
      ...(state === 'canary' && pointer.canary !== undefined && { share: pointer.canary.share }),
      facts: await factsOf(bucket, modelVersion),
    })),
  );
}

/** @returns null where its files are gone or do not fit */
async function factsOf(bucket: ArtifactBucket, version: string): Promise<Version['facts']> {
  try {
    const manifest = await readManifest(bucket, version);
    const { recommender } = await readJsonFile(bucket, manifest, 'metrics.json', measuredSchema);
    const { createdAt, data } = manifest;
    return { createdAt, data, hr10: recommender?.hr10 ?? null, ndcg10: recommender?.ndcg10 ?? null };
  } catch (error) {
    if (error instanceof ArtifactError) return null;
    throw error;
  }
}
