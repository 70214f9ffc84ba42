// `train-step`: real (unpadded) tokens a second of training, beside the same sequences, model and loss in PyTorch.
import { createRandom } from '@trimtab/trainer/random.ts';
import { initialWeights, toParameters } from '@trimtab/trainer/recommender/initialise.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { tiedCrossEntropy } from '@trimtab/trainer/tensorflow/ops.ts';
import { initialAdam } from '@trimtab/trainer/training/adam.ts';
import { shuffledBatches } from '@trimtab/trainer/training/batches.ts';
import { disposeState } from '@trimtab/trainer/training/checkpoint.ts';
import type { TrainState } from '@trimtab/trainer/training/step.ts';
import { trainStep } from '@trimtab/trainer/training/step.ts';
import { median } from './median.ts';
import { hasPyTorch, runPyTorch } from './pytorch.ts';
import { CONFIG, sequences, SETTINGS } from './train-step-work.ts';

const THREADS = 2;
const WARM_UP_STEPS = 5;
const SECONDS = 8;
/** Ours and the peer take turns, so that other work on the machine slows both alike. */
const ROUNDS = 3;

interface Peer {
  version: string;
  padded: number;
  packed: number;
}

async function ours(windows: Int32Array[]): Promise<number> {
  const parameters = toParameters(initialWeights(CONFIG, 1));
  let state: TrainState = { parameters, adam: initialAdam(parameters) };
  const batches = [...shuffledBatches(windows, SETTINGS.batchTokens, createRandom(1, 'epoch'))];
  let [tokens, began] = [0, 0];
  for (let step = 0; step <= WARM_UP_STEPS || performance.now() - began < 1000 * SECONDS; step++) {
    if (step === WARM_UP_STEPS) [tokens, began] = [0, performance.now()];
    const batch = batches[step % batches.length];
    if (batch === undefined) throw new RangeError('there is nothing to train on');
    const options = { ...SETTINGS, loss: tiedCrossEntropy, seed: step };
    ({ state } = await trainStep(CONFIG, state, batch, options));
    tokens += batch.targets.length;
  }
  disposeState(state);
  return (1000 * tokens) / (performance.now() - began);
}

/** Tokens a second, to three digits. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** The peer keys are null without PyTorch; `peerTokensPerSecond` and `ratio` are of packed sequences, its faster form. */
export async function trainStepBenchmark(say: (line: string) => void): Promise<object> {
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(THREADS);
  const backend = await startBackend();
  say(backend.reason);
  const withPeer = hasPyTorch();
  if (!withPeer) say('PyTorch is not installed (TRIMTAB_PYTHON names another Python): no peer');
  const windows = sequences();
  const peerWork = {
    ...SETTINGS,
    config: CONFIG,
    threads: THREADS,
    seconds: SECONDS,
    warmupSteps: WARM_UP_STEPS,
  };
  const own: number[] = [];
  const peers: Peer[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    own.push(await ours(windows));
    if (withPeer) {
      const lists = windows.map((window) => [...window]);
      peers.push(await runPyTorch<Peer>('train_step.py', { ...peerWork, sequences: lists }));
    }
    say(`round ${round}/${ROUNDS}: ${Math.round(own.at(-1) ?? NaN)} tokens a second`);
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
  if (first === undefined) {
    return {
      peer: null,
      peerTokensPerSecond: null,
      ratio: null,
      peerPaddedTokensPerSecond: null,
      paddedRatio: null,
    };
  }
  const [packed, padded] = [
    median(peers.map((peer) => peer.packed)),
    median(peers.map((peer) => peer.padded)),
  ];
  return {
    peer: `PyTorch ${first.version}, packed`,
    peerTokensPerSecond: rounded(packed),
    ratio: rounded(tokensPerSecond / packed),
    peerPaddedTokensPerSecond: rounded(padded),
    paddedRatio: rounded(tokensPerSecond / padded),
  };
}
