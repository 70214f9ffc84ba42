// What the autoencoder adds to a request at the edge: its bytes, and its time in the wasm runtime on one thread.
import * as ort from 'onnxruntime-web/wasm';
import { quantile } from '../math/quantile.ts';
import { buildAutoencoder } from './autoencoder-graph.ts';
import type { SavedAutoencoder } from '../sae/kind.ts';

export interface AutoencoderCost {
  bytes: number;
  /** Median of one code and one decoded edit, warm. */
  milliseconds: number;
}

const WARM_UP_RUNS = 100;
const MEASURED_RUNS = 200;
/** As many latents as a concept has at most: what an edit costs depends on them. */
const MOVED = 10;

export async function measureAutoencoder(autoencoder: SavedAutoencoder): Promise<AutoencoderCost> {
  const { hiddenSize, latents } = autoencoder.config;
  const graph = buildAutoencoder(autoencoder);
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(graph);
  const feeds = {
    hidden: new ort.Tensor('float32', new Float32Array(hiddenSize).fill(1), [1, hiddenSize]),
    edit: new ort.Tensor('float32', new Float32Array(latents).fill(1, 0, MOVED), [1, latents]),
  };
  const times: number[] = [];
  for (let run = -WARM_UP_RUNS; run < MEASURED_RUNS; run++) {
    const began = performance.now();
    await session.run(feeds);
    if (run >= 0) times.push(performance.now() - began);
  }
  await session.release();
  return {
    bytes: graph.length,
    milliseconds: quantile(
      times.toSorted((a, b) => a - b),
      0.5,
    ),
  };
}
