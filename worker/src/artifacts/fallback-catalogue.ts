// The catalogue alone of a version whose graphs cannot be used: enough for a popular list, so that no list is empty.
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';
import { OneFlight } from '../one-flight.ts';
import { ArtifactError } from './artifact-error.ts';
import { readItems, type ArtifactSource } from './loaded-model.ts';
import { type ServedItems } from '../served.ts';
import { readManifest, readPointer } from './read-artifact.ts';

/** Models that fail are tried again after a while; until then the catalogue is not read for each request. */
const AGE_MS = 30_000;

/** Two versions, each of a manifest and a catalogue, and then the item store. */
const LIMIT_MS = 45_000;

export interface FallbackModel extends ServedItems {
  manifest: Manifest;
  /** None: without graphs nothing can be steered. */
  concepts: ReadonlyMap<string, Concept>;
  engine: null;
}

interface FallbackOptions {
  source: ArtifactSource;
  now: () => number;
}

const WITHOUT_GRAPHS = { concepts: new Map<string, Concept>(), engine: null };

export class FallbackCatalogue {
  readonly #source: ArtifactSource;
  readonly #now: () => number;
  readonly #flights = new OneFlight<FallbackModel | null>({ limitMs: LIMIT_MS });
  #held: FallbackModel | null = null;
  #freshUntil = -Infinity;

  constructor({ source, now }: FallbackOptions) {
    this.#source = source;
    this.#now = now;
  }

  /**
   * The catalogue of the current version or of the one before; failing both, the one that was read last; failing that,
   * the one that the item store was given last.
   *
   * @param bucketAway whether R2 has just failed to answer, and need not be asked once more
   * @returns null when no catalogue could ever be read
   */
  async read(bucketAway: boolean): Promise<FallbackModel | null> {
    if (this.#held !== null && this.#now() < this.#freshUntil) return this.#held;
    return this.#flights.join('catalogue', () => this.#readAnew(bucketAway));
  }

  async #readAnew(bucketAway: boolean): Promise<FallbackModel | null> {
    const newest = bucketAway ? null : await readNewest(this.#source).catch(() => null);
    this.#held = newest ?? this.#held ?? (await this.#stored());
    this.#freshUntil = this.#now() + AGE_MS;
    return this.#held;
  }

  async #stored(): Promise<FallbackModel | null> {
    const stored = await this.#source.itemStore.newest().catch(() => null);
    return stored && { ...stored, ...WITHOUT_GRAPHS };
  }
}

async function readNewest(source: ArtifactSource): Promise<FallbackModel> {
  const { current, previous } = await readPointer(source.bucket);
  try {
    return await readCatalogue(source, current);
  } catch (error) {
    if (!(error instanceof ArtifactError) || previous === null) throw error;
    return readCatalogue(source, previous);
  }
}

async function readCatalogue(source: ArtifactSource, version: string): Promise<FallbackModel> {
  const manifest = await readManifest(source.bucket, version);
  return { manifest, ...(await readItems(source, manifest)), ...WITHOUT_GRAPHS };
}
