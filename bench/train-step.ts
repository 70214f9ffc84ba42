// `train-step`: real (unpadded) tokens a second of training, beside the same sequences, model and loss in PyTorch.
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { initialWeights, toParameters } from '@trimtab/trainer/recommender/initialise.ts';
import { initialAdam } from '@trimtab/trainer/optimiser/adam.ts';
import { shuffledBatches, tokensOf } from '@trimtab/trainer/training/batches.ts';
import { disposeState } from '@trimtab/trainer/training/checkpoint.ts';
import { openGradients } from '@trimtab/trainer/training/gradient-source.ts';
import type { TrainState } from '@trimtab/trainer/training/step.ts';
import { takeStep } from '@trimtab/trainer/training/step.ts';
import { batchesOf } from '@trimtab/trainer/training/tasks.ts';
import { besidePyTorch, perSecond, rounded, THREADS } from './beside-pytorch.ts';
import { median } from './median.ts';
import { CONFIG, sequences, SETTINGS } from './train-step-work.ts';

const WARM_UP_STEPS = 5;
const SECONDS = 8;

interface Peer {
  version: string;
  padded: number;
  packed: number;
}

/** On all threads: of one process, or of one for each, which share each batch. */
async function ours(windows: Int32Array[], processes: number): Promise<number> {
  const parameters = toParameters(initialWeights(CONFIG, 1));
  let state: TrainState = { parameters, adam: initialAdam(parameters) };
  const order = createRandom(1, 'epoch');
  const task = batchesOf(CONFIG, order, processes);
  const batches = [...shuffledBatches(windows, SETTINGS.batchTokens, order, task)];
  const source = openGradients({ config: CONFIG, settings: { ...SETTINGS, processes }, seed: 1 });
  const speed = await perSecond({ warmUpSteps: WARM_UP_STEPS, seconds: SECONDS }, async (step) => {
    const parts = batches[step % batches.length];
    if (parts === undefined) throw new RangeError('there is nothing to train on');
    const { gradients } = await source.of(state.parameters, parts, step);
    state = takeStep(state, gradients, SETTINGS);
    return tokensOf(parts);
  });
  await source.close();
  disposeState(state);
  return speed;
}

/**
 * The peer keys are null without PyTorch; `peerTokensPerSecond` and `ratio` are of packed sequences. Which of one process
 * with two threads and two processes with one is faster depends on the processor, so the other stands beside it.
 */
export async function trainStepBenchmark(say: (line: string) => void): Promise<object> {
  const windows = sequences();
  const timing = { threads: THREADS, seconds: SECONDS, warmupSteps: WARM_UP_STEPS };
  const { backend, own, peers } = await besidePyTorch<Peer>({
    say,
    unit: 'tokens',
    ours: () => ours(windows, 1),
    script: 'train_step.py',
    work: () => ({
      ...SETTINGS,
      ...timing,
      config: CONFIG,
      sequences: windows.map((window) => [...window]),
    }),
  });
  const processesTokensPerSecond = rounded(await ours(windows, THREADS));
  return {
    tokensPerSecond: rounded(own),
    processesTokensPerSecond,
    ...against(own, peers),
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
