// `sae-step`: positions a second of training the autoencoder, beside the same step in PyTorch.
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { initialAutoencoder } from '@trimtab/trainer/sae/autoencoder.ts';
import { autoencoderStep, disposeState, initialState } from '@trimtab/trainer/sae/step.ts';
import { besidePyTorch, perSecond, rounded, THREADS } from './beside-pytorch.ts';
import { median } from './median.ts';

/** The default autoencoder of real data, in the state in which no latent is dead. */
const CONFIG = { kind: 'topk', hiddenSize: 64, latents: 1024, k: 16 } as const;
const SETTINGS = {
  learningRate: 1e-3,
  deadAfter: Infinity,
  auxiliaryK: 128,
  auxiliaryWeight: 0.25,
  l1Weight: 0,
};
const BATCH = 1024;
const BATCHES = 16;
const WARM_UP_STEPS = 10;
const SECONDS = 6;

interface Peer {
  version: string;
  positionsPerSecond: number;
}

/** States along 200 directions, a few at a time, so that there is something to learn. ∈ [n, d] */
function states(n: number): Float32Array {
  const random = createRandom(1, 'sae-step');
  const { hiddenSize: d } = CONFIG;
  const directions = Array.from({ length: 200 }, () =>
    Float32Array.from({ length: d }, () => random.normal()),
  );
  const hidden = new Float32Array(n * d);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < 5; i++) {
      const strength = random.next();
      random.pick(directions).forEach((x, j) => {
        hidden[row * d + j] = (hidden[row * d + j] ?? 0) + strength * x;
      });
    }
  }
  return hidden;
}

async function ours(hidden: Float32Array): Promise<number> {
  const { hiddenSize: d } = CONFIG;
  let state = initialState(CONFIG, initialAutoencoder(CONFIG, new Float32Array(d), 1));
  const speed = await perSecond({ warmUpSteps: WARM_UP_STEPS, seconds: SECONDS }, async (step) => {
    const start = (step % BATCHES) * BATCH * d;
    const x = tf.tensor2d(hidden.subarray(start, start + BATCH * d), [BATCH, d]);
    ({ state } = await autoencoderStep(state, CONFIG, SETTINGS, x));
    return BATCH;
  });
  disposeState(state);
  return speed;
}

/** A position is one token of a history. The peer keys are null without PyTorch. */
export async function saeStepBenchmark(say: (line: string) => void): Promise<object> {
  const hidden = states(BATCH * BATCHES);
  const { learningRate } = SETTINGS;
  const timing = { threads: THREADS, seconds: SECONDS, warmupSteps: WARM_UP_STEPS };
  const { backend, own, peers } = await besidePyTorch<Peer>({
    say,
    unit: 'positions',
    ours: () => ours(hidden),
    script: 'sae_step.py',
    work: () => ({ ...CONFIG, ...timing, learningRate, batch: BATCH, hidden: [...hidden] }),
  });
  return { tokensPerSecond: rounded(own), ...against(own, peers), backend: backend.name };
}

function against(tokensPerSecond: number, peers: Peer[]): object {
  const [first] = peers;
  if (first === undefined) return { peer: null, peerTokensPerSecond: null, ratio: null };
  const theirs = median(peers.map((peer) => peer.positionsPerSecond));
  return {
    peer: `PyTorch ${first.version}`,
    peerTokensPerSecond: rounded(theirs),
    ratio: rounded(tokensPerSecond / theirs),
  };
}
