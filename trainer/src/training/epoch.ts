// One pass over the training windows: a step a batch, stopped when the loss explodes.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { createRandom } from '../random.ts';
import type { TrainingSettings } from '../run/config.ts';
import type { Progress as Report } from '../run/progress.ts';
import { learningRateAt } from './adam.ts';
import type { Batch } from './batches.ts';
import { shuffledBatches } from './batches.ts';
import type { EpochRecord } from './checkpoint.ts';
import { itemLoss } from './loss.ts';
import { batchesOf } from './tasks.ts';
import type { TrainState } from './step.ts';
import { trainStep } from './step.ts';

/** The loss is no longer a number, or far above where it began. */
export class TrainingDiverged extends Error {
  override name = 'TrainingDiverged';
}

/** A loss this many times the first one has exploded: an untrained model's is already that of guessing. */
const EXPLODED = 3;

export interface EpochOptions {
  config: RecommenderConfig;
  settings: TrainingSettings;
  seed: number;
  report: Report;
}

export type TrainedEpoch = Omit<EpochRecord, 'validationNdcg10' | 'validationHr10'>;

/**
 * Takes over `start`. All that is random depends on the seed and on where training is, so that an epoch is the same
 * after a resume.
 *
 * @throws TrainingDiverged
 */
export async function trainEpoch(
  { config, settings, seed, report }: EpochOptions,
  start: TrainState,
  windows: Int32Array[],
  epoch: number,
): Promise<{ state: TrainState; record: TrainedEpoch }> {
  const began = performance.now();
  const order = createRandom(seed, `epoch ${epoch}`);
  const task = batchesOf(config, createRandom(seed, `hidden items of epoch ${epoch}`));
  const batches = [...shuffledBatches(windows, settings.batchTokens, order, task)];
  const totalSteps = settings.maxEpochs * batches.length;
  let state = start;
  let first: number | undefined;
  let lossSum = 0;
  let tokens = 0;
  for (const [i, batch] of batches.entries()) {
    const result = await trainStep(
      config,
      state,
      batch,
      stepOptions(settings, seed, state.adam.step, totalSteps),
    );
    state = result.state;
    first ??= result.loss;
    refuseExplosion(result.loss, first, `step ${state.adam.step}, batch ${i + 1} of epoch ${epoch}`, batch);
    lossSum += result.loss * batch.targets.length;
    tokens += batch.targets.length;
    const what = `epoch ${epoch}/${settings.maxEpochs}, loss ${(lossSum / tokens).toFixed(3)}`;
    report.update((i + 1) / batches.length, what);
    await nextTurn(); // a step never lets go of the event loop, and Ctrl-C would wait for the end of the epoch
  }
  const seconds = (performance.now() - began) / 1000;
  const loss = lossSum / tokens;
  return {
    state,
    record: { epoch, steps: state.adam.step, loss, tokensPerSecond: tokens / seconds, seconds },
  };
}

function stepOptions(settings: TrainingSettings, seed: number, step: number, totalSteps: number) {
  const { learningRate: peak, warmupSteps } = settings;
  return {
    ...settings,
    learningRate: learningRateAt(step, peak, warmupSteps, totalSteps, settings),
    loss: itemLoss(settings, createRandom(seed, `negatives ${step}`)),
    seed: createRandom(seed, `dropout ${step}`).bits(),
  };
}

function refuseExplosion(loss: number, first: number, where: string, { rows, length }: Batch): void {
  if (loss <= EXPLODED * first) return; // false for what is not a number, too
  throw new TrainingDiverged(
    `the loss became ${loss} at ${where} (${rows} sequences of up to ${length} items), after ${first} at first; ` +
      'try a smaller training.learningRate, more training.warmupSteps or a smaller training.clipNorm',
  );
}
