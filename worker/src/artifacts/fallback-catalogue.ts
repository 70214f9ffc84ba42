// The catalogue alone of a version whose graphs cannot be used: enough for a popular list, so that no list is empty.
import { catalogueSchema } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';
import { ArtifactError } from './artifact-error.ts';
import type { ArtifactBucket } from './patient-bucket.ts';
import { inMemory, type ServedItems } from './loaded-model.ts';
import { readJsonFile, readManifest, readPointer } from './read-artifact.ts';

/** Models that fail are tried again after a while; until then the catalogue is not read for each request. */
const AGE_MS = 30_000;

export interface FallbackModel extends ServedItems {
  manifest: Manifest;
  /** None: without graphs nothing can be steered. */
  concepts: ReadonlyMap<string, Concept>;
  engine: null;
}

interface FallbackOptions {
  bucket: ArtifactBucket;
  now: () => number;
}

export class FallbackCatalogue {
  readonly #bucket: ArtifactBucket;
  readonly #now: () => number;
  #held: FallbackModel | null = null;
  #freshUntil = -Infinity;

  constructor({ bucket, now }: FallbackOptions) {
    this.#bucket = bucket;
    this.#now = now;
  }

  /**
   * The catalogue of the current version or of the one before; failing both, the one that was read last.
   *
   * @throws ArtifactError when no catalogue could ever be read
   */
  async read(): Promise<FallbackModel> {
    if (this.#held !== null && this.#now() < this.#freshUntil) return this.#held;
    try {
      this.#held = await readNewest(this.#bucket);
    } catch (error) {
      if (this.#held === null) throw error;
    }
    this.#freshUntil = this.#now() + AGE_MS;
    return this.#held;
  }
}

async function readNewest(bucket: ArtifactBucket): Promise<FallbackModel> {
  const { current, previous } = await readPointer(bucket);
  try {
    return await readCatalogue(bucket, current);
  } catch (error) {
    if (!(error instanceof ArtifactError) || previous === null) throw error;
    return readCatalogue(bucket, previous);
  }
}

async function readCatalogue(bucket: ArtifactBucket, version: string): Promise<FallbackModel> {
  const manifest = await readManifest(bucket, version);
  const catalogue = await readJsonFile(bucket, manifest, 'catalogue.json', catalogueSchema);
  return { manifest, ...inMemory(catalogue), concepts: new Map(), engine: null };
}
