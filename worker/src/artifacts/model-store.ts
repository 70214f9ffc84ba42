// The model that an isolate serves: follows the pointer, and stays with the last good version when a new one is bad.
import type { Pointer } from '@trimtab/shared/manifest.ts';
import type { Log } from '../log.ts';
import { ArtifactError } from './artifact-error.ts';
import { loadModel, type ArtifactSource } from './loaded-model.ts';
import { type LoadedModel } from '../served.ts';
import { readPointer } from './read-artifact.ts';

/** The pointer is read again after this long: publishing and rollback reach every living isolate by then. */
const POINTER_AGE_MS = 30_000;

/** So long a request waits for a newer model while an older one could serve it; the load then goes on without it. */
const REFRESH_PATIENCE_MS = 2000;

/** A refused version is not downloaded again before this, or every request would pull megabytes in vain. */
const REFUSAL_MS = 60_000;

interface Held {
  model: LoadedModel;
  users: number;
  retired: boolean;
}

/** A model in use: its graphs stay until `done` is called. */
export interface Lease {
  model: LoadedModel;
  degraded: boolean;
  done: () => void;
}

interface ModelStoreOptions {
  source: ArtifactSource;
  now: () => number;
  log: Log;
}

export class ModelStore {
  readonly #source: ArtifactSource;
  readonly #now: () => number;
  readonly #log: Log;
  readonly #refusedUntil = new Map<string, number>();
  #held: Held | null = null;
  #degraded = false;
  #freshUntil = -Infinity;
  #refreshing: Promise<void> | null = null;

  constructor({ source, now, log }: ModelStoreOptions) {
    this.#source = source;
    this.#now = now;
    this.#log = log;
  }

  /**
   * @param waitUntil keeps a load alive when the request that began it is cancelled, since others wait for it
   * @param how impatient callers take the model that is held, and let a newer one be looked for behind them
   * @throws ArtifactError when there is no model that can be served
   */
  async acquire(waitUntil: (promise: Promise<unknown>) => void, how = { patient: true }): Promise<Lease> {
    if (this.#held === null) await this.#refreshOnce(waitUntil);
    // One request looks for a newer model; those that come meanwhile are served by what there is.
    else if (this.#now() >= this.#freshUntil && this.#refreshing === null) {
      const patience = how.patient ? after(REFRESH_PATIENCE_MS) : Promise.resolve();
      await Promise.race([this.#refreshOnce(waitUntil), patience]);
    }
    const held = this.#held;
    if (held === null) throw new ArtifactError('missing', 'artifacts', 'no version could be loaded');
    held.users += 1;
    return { model: held.model, degraded: this.#degraded, done: () => this.#leave(held) };
  }

  /** The version that is held, or null before the first load. */
  get version(): string | null {
    return this.#held?.model.manifest.modelVersion ?? null;
  }

  #refreshOnce(waitUntil: (promise: Promise<unknown>) => void): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    waitUntil(this.#refreshing.catch(() => undefined));
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    try {
      await this.#follow(await readPointer(this.#source.bucket));
    } catch (error) {
      if (this.#held === null) throw error;
      this.#degraded = true;
      this.#log({ level: 'error', event: 'refresh-failed', message: String(error) });
    }
    this.#freshUntil = this.#now() + POINTER_AGE_MS;
  }

  /** Serves the pointer's version; failing that what is held; failing that the version before. */
  async #follow({ current, previous }: Pointer): Promise<void> {
    const serving = this.#held?.model.manifest.modelVersion;
    const refusal = serving === current ? null : await this.#tryLoading(current);
    this.#degraded = refusal !== null;
    if (refusal === null || this.#held !== null) return;
    if (previous === null || (await this.#tryLoading(previous)) !== null) throw refusal;
  }

  /** @returns null when the version now serves, or why it does not */
  async #tryLoading(version: string): Promise<ArtifactError | null> {
    if (this.#now() < (this.#refusedUntil.get(version) ?? -Infinity)) {
      return new ArtifactError('invalid', version, 'was refused a moment ago');
    }
    try {
      this.#replace(await loadModel(this.#source, version));
      this.#log({ level: 'info', event: 'model-loaded', modelVersion: version });
      return null;
    } catch (error) {
      if (!(error instanceof ArtifactError)) throw error;
      const { code: fault, key, message } = error;
      // What could not be reached may be whole, and is asked for again with the pointer.
      if (fault !== 'unreachable') this.#refusedUntil.set(version, this.#now() + REFUSAL_MS);
      this.#log({ level: 'error', event: 'artifact-refused', modelVersion: version, fault, key, message });
      return error;
    }
  }

  #replace(model: LoadedModel): void {
    const before = this.#held;
    this.#held = { model, users: 0, retired: false };
    if (before === null) return;
    before.retired = true;
    this.#freeWhenUnused(before);
  }

  #leave(held: Held): void {
    held.users -= 1;
    this.#freeWhenUnused(held);
  }

  /** The runtime's memory never shrinks, but what a retired model frees the next one takes. */
  #freeWhenUnused({ model, users, retired }: Held): void {
    if (!retired || users > 0) return;
    model.engine.release().catch((error: unknown) => {
      this.#log({ level: 'warn', event: 'model-not-released', message: String(error) });
    });
  }
}

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
