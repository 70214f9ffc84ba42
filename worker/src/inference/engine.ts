// The two graphs of a model version: the encoder reads a history, the head scores edits of its hidden state.
import type { Kept } from '@trimtab/shared/gradient/personal.ts';
import { RecentCache } from '../recent-cache.ts';
import { createSession, Tensor, type Session } from './runtime.ts';

/** Every output of the encoder by name; the head takes them all, and only it knows what they are. */
export type Encoded = Readonly<Record<string, Tensor>>;

/** Hidden states kept in the isolate, so that moving a slider runs only the head. */
const RECENT_HISTORIES = 64;
/** Histories of which it is kept what edits do: half a megabyte each. */
const RECENT_DIRECTIONS = 16;

export class Engine {
  readonly #encoder: Session;
  readonly #head: Session;
  readonly #recent = new RecentCache<Promise<Encoded>>(RECENT_HISTORIES);
  readonly #kept = new RecentCache<Kept>(RECENT_DIRECTIONS);
  /** Runs of the encoder so far: a test reads it to see that re-steering skips the encoder. */
  encoderRuns = 0;
  /** Whether the last list that was asked of it came to nothing, so that a popular one stood in. */
  isFailing = false;

  private constructor(encoder: Session, head: Session) {
    this.#encoder = encoder;
    this.#head = head;
  }

  /** @throws Error of the runtime when a graph cannot be loaded */
  static async create(encoderGraph: Uint8Array, headGraph: Uint8Array): Promise<Engine> {
    // One after the other: the runtime refuses to be initialised twice at a time.
    const encoder = await createSession(encoderGraph);
    try {
      return new Engine(encoder, await createSession(headGraph));
    } catch (error) {
      await encoder.release();
      throw error;
    }
  }

  /** @param items catalogue indices, oldest first: 1 to the model's maxLength of them */
  async encode(items: readonly number[]): Promise<Encoded> {
    const key = items.join(',');
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    // The run itself is kept and not only what comes of it: the same history asked for meanwhile joins it.
    const run = this.encodeOnce(items);
    this.#recent.set(key, run);
    try {
      return await run;
    } catch (error) {
      this.#recent.delete(key);
      throw error;
    }
  }

  /** What steering has found of a history, and may add to: it is kept with the model that it was found with. */
  keptOf(items: readonly number[]): Kept {
    const key = items.join(',');
    const kept = this.#kept.get(key) ?? {};
    this.#kept.set(key, kept);
    return kept;
  }

  /** As `encode`, for a history that will not be asked for again: it takes no place from one that will. */
  async encodeOnce(items: readonly number[]): Promise<Encoded> {
    this.encoderRuns += 1;
    return this.#encoder.run({
      items: new Tensor('int64', BigInt64Array.from(items, BigInt), [1, items.length]),
    });
  }

  /**
   * @param edits each ∈ [latents], or all wider where the head takes edits of the last state; scored in one run
   * @returns for each edit the scores ∈ [items]
   */
  async score(encoded: Encoded, edits: readonly Float32Array[]): Promise<Float32Array[]> {
    return rowsOf(await this.#runHead(encoded, edits, 'scores'), edits.length);
  }

  /** @returns the autoencoder's code of the history ∈ [latents] */
  code(encoded: Encoded, latents: number): Promise<Float32Array> {
    return this.#runHead(encoded, [new Float32Array(latents)], 'latents');
  }

  async #runHead(
    encoded: Encoded,
    edits: readonly Float32Array[],
    wanted: 'scores' | 'latents',
  ): Promise<Float32Array> {
    const width = edits[0]?.length ?? 0;
    const edit = new Float32Array(edits.length * width); // [b, latents]
    for (const [row, values] of edits.entries()) edit.set(values, row * width);
    const feeds: Record<string, Tensor> = {
      ...encoded,
      edit: new Tensor('float32', edit, [edits.length, width]),
    };
    const named = this.#head.inputNames.map((name) => [name, feedNamed(feeds, name)] as const);
    const output = (await this.#head.run(Object.fromEntries(named), [wanted]))[wanted];
    if (!(output?.data instanceof Float32Array)) throw new TypeError(`the head gives no float32 ${wanted}`);
    return output.data;
  }

  /** Frees both graphs; nothing may use the engine afterwards. */
  async release(): Promise<void> {
    await this.#encoder.release();
    await this.#head.release();
  }
}

function feedNamed(feeds: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = feeds[name];
  if (tensor === undefined) {
    throw new TypeError(
      `the head wants ${name}, but the encoder gives only ${Object.keys(feeds).join(', ')}`,
    );
  }
  return tensor;
}

function rowsOf(values: Float32Array, count: number): Float32Array[] {
  const width = values.length / count;
  return Array.from({ length: count }, (_, row) => values.subarray(row * width, (row + 1) * width));
}
