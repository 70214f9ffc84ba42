// `sae-step`: positions a second of training the autoencoder, beside the same step in PyTorch.
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '@trimtab/trainer/random.ts';
import { initialAutoencoder } from '@trimtab/trainer/sae/autoencoder.ts';
import { autoencoderStep, disposeState, initialState } from '@trimtab/trainer/sae/step.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { median } from './median.ts';
import { hasPyTorch, runPyTorch } from './pytorch.ts';

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
const THREADS = 2;
const WARM_UP_STEPS = 10;
const SECONDS = 6;
/** Ours and the peer take turns, so that other work on the machine slows both alike. */
const ROUNDS = 3;

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
  let [positions, began] = [0, 0];
  for (let step = 0; step <= WARM_UP_STEPS || performance.now() - began < 1000 * SECONDS; step++) {
    if (step === WARM_UP_STEPS) [positions, began] = [0, performance.now()];
    const start = (step % BATCHES) * BATCH * d;
    const x = tf.tensor2d(hidden.subarray(start, start + BATCH * d), [BATCH, d]);
    ({ state } = await autoencoderStep(state, CONFIG, SETTINGS, x));
    positions += BATCH;
  }
  disposeState(state);
  return (1000 * positions) / (performance.now() - began);
}

/** To three digits. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** A position is one token of a history. The peer keys are null without PyTorch. */
export async function saeStepBenchmark(say: (line: string) => void): Promise<object> {
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(THREADS);
  const backend = await startBackend();
  say(backend.reason);
  const withPeer = hasPyTorch();
  if (!withPeer) say('PyTorch is not installed (TRIMTAB_PYTHON names another Python): no peer');
  const hidden = states(BATCH * BATCHES);
  const { learningRate } = SETTINGS;
  const peerWork = { ...CONFIG, learningRate, batch: BATCH, threads: THREADS, seconds: SECONDS };
  const own: number[] = [];
  const peers: Peer[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    own.push(await ours(hidden));
    if (withPeer) {
      const work = { ...peerWork, warmupSteps: WARM_UP_STEPS, hidden: [...hidden] };
      peers.push(await runPyTorch<Peer>('sae_step.py', work));
    }
    say(`round ${round}/${ROUNDS}: ${Math.round(own.at(-1) ?? NaN)} positions a second`);
  }
  const tokensPerSecond = median(own);
  return {
    tokensPerSecond: rounded(tokensPerSecond),
    ...against(tokensPerSecond, peers),
    backend: backend.name,
  };
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
