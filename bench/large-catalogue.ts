// `large-catalogue`: seconds and memory of a training step over 100,000 items, by loss.
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { initialWeights, toParameters } from '@trimtab/trainer/recommender/initialise.ts';
import { peakMiB } from '@trimtab/trainer/config/peak-memory.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { initialAdam } from '@trimtab/trainer/optimiser/adam.ts';
import { nextItemBatch } from '@trimtab/trainer/training/batches.ts';
import { disposeState } from '@trimtab/trainer/training/checkpoint.ts';
import { openGradients } from '@trimtab/trainer/training/gradient-source.ts';
import type { TrainState } from '@trimtab/trainer/training/step.ts';
import { takeStep } from '@trimtab/trainer/training/step.ts';
import { median } from './median.ts';
import { CONFIG, SETTINGS } from './train-step-work.ts';

const ITEMS = 100_000;
const STEPS = 4;

/** The smaller loss goes first, since the peak of memory never falls. */
const LOSSES = ['sampled', 'full'] as const;

export async function largeCatalogue(say: (line: string) => void): Promise<object> {
  const backend = await startBackend();
  say(backend.reason);
  const config = { ...CONFIG, items: ITEMS };
  const random = createRandom(1, 'large-catalogue');
  const rows = Math.floor(SETTINGS.batchTokens / config.maxLength);
  const window = (): Int32Array =>
    Int32Array.from({ length: config.maxLength + 1 }, () => random.integer(ITEMS));
  const batch = nextItemBatch(Array.from({ length: rows }, window));
  const parameters = toParameters(initialWeights(config, 1));
  let state: TrainState = { parameters, adam: initialAdam(parameters) };
  const cases: object[] = [];
  for (const kind of LOSSES) {
    const seconds: number[] = [];
    const source = openGradients({ config, settings: { ...SETTINGS, loss: kind }, seed: 1 });
    for (let step = 0; step < STEPS; step++) {
      const began = performance.now();
      const { gradients } = await source.of(state.parameters, [batch], step);
      state = takeStep(state, gradients, SETTINGS);
      if (step > 0) seconds.push((performance.now() - began) / 1000);
    }
    cases.push({ loss: kind, secondsPerStep: Number(median(seconds).toPrecision(3)), peakMiB: peakMiB() });
    say(`${kind}: done`);
  }
  disposeState(state);
  return {
    items: ITEMS,
    hiddenSize: config.hiddenSize,
    tokens: batch.targets.length,
    cases,
    backend: backend.name,
  };
}
