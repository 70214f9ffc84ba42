// Runs the two graphs on Node in one thread, in onnxruntime-web unless told otherwise: for parity and benchmarks.
import * as ort from 'onnxruntime-web/wasm';
import type { Graphs } from './graphs.ts';

export interface GraphResult {
  hidden: Float32Array; // [d]
  latents: Float32Array; // [latents]
  /** One row an edit. */
  scores: Float32Array[]; // [b][items]
}

export interface GraphSession {
  /** Scores `items` (catalogue indices, oldest first) under each edit [latents] or [latents + d]; without edits, unsteered. */
  run(items: Int32Array, edits?: Float32Array[]): Promise<GraphResult>;
  /** The two halves, for timing each by itself. */
  encode(items: Int32Array): Promise<Feeds>;
  score(context: Feeds, edits?: Float32Array[]): Promise<Omit<GraphResult, 'hidden'>>;
  close(): Promise<void>;
}

/** What the encoder hands to the head, by name. */
export type Feeds = Readonly<Record<string, ort.Tensor>>;

/** onnxruntime-web, or onnxruntime-node, which has the same interface. */
export type Runtime = Pick<typeof ort, 'InferenceSession' | 'Tensor' | 'env'>;

export async function openGraphs({ encoder, head }: Graphs, runtime: Runtime = ort): Promise<GraphSession> {
  runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = 'error';
  const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const encoderSession = await runtime.InferenceSession.create(encoder, oneThread);
  const headSession = await runtime.InferenceSession.create(head, oneThread);
  const latentCount = latentsOf(headSession);

  const encode = (items: Int32Array): Promise<Feeds> =>
    encoderSession.run({
      items: new runtime.Tensor('int64', BigInt64Array.from(items, BigInt), [1, items.length]),
    });

  async function score(
    context: Feeds,
    edits: Float32Array[] = [new Float32Array(latentCount)],
  ): Promise<Omit<GraphResult, 'hidden'>> {
    const width = edits[0]?.length ?? latentCount;
    const edit = new runtime.Tensor('float32', flatten(edits, width), [edits.length, width]);
    const output = await headSession.run({ ...context, edit });
    const scores = floats(output, 'scores');
    const items = scores.length / edits.length;
    return {
      latents: floats(output, 'latents'),
      scores: edits.map((_, row) => scores.subarray(row * items, (row + 1) * items)),
    };
  }

  return {
    encode,
    score,
    async run(items, edits) {
      const context = await encode(items);
      return { hidden: floats(context, 'hidden'), ...(await score(context, edits)) };
    },
    async close() {
      await encoderSession.release();
      await headSession.release();
    },
  };
}

function latentsOf(head: ort.InferenceSession): number {
  const latents = head.outputMetadata.find(({ name }) => name === 'latents');
  const count = latents?.isTensor ? latents.shape[1] : undefined;
  if (typeof count !== 'number') {
    throw new Error('the head graph has no output `latents` [1, latents]: rebuild it with buildGraphs');
  }
  return count;
}

function flatten(edits: Float32Array[], width: number): Float32Array {
  const flat = new Float32Array(edits.length * width);
  edits.forEach((edit, row) => {
    if (edit.length !== width) {
      throw new RangeError(`edit ${row} is ${edit.length} wide, and the first is ${width}`);
    }
    flat.set(edit, row * width);
  });
  return flat;
}

function floats(outputs: Feeds, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`the graph has no float output ${name}`);
  return data;
}
