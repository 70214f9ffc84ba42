// R2 as artifacts are read from it: whatever it does, an answer or an ArtifactError comes within a time limit.
import { within } from '../within.ts';
import { ArtifactError } from './artifact-error.ts';

/** What reading an artifact asks of R2. */
export interface ArtifactBucket {
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
}

/** @param limitMs for one file, from asking to its last byte */
export function patientBucket(bucket: R2Bucket, limitMs: number): ArtifactBucket {
  const read = async (key: string): Promise<ArrayBuffer | null> =>
    (await bucket.get(key))?.arrayBuffer() ?? null;
  return {
    async get(key) {
      try {
        const late = (): Error => new Error(`no answer within ${limitMs} ms`);
        const bytes = await within(limitMs, read(key), late);
        return bytes && { arrayBuffer: async () => bytes };
      } catch (error) {
        throw new ArtifactError('unreachable', key, `R2 cannot be read: ${String(error)}`, error);
      }
    },
  };
}
