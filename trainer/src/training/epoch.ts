// One pass over the training windows: a step a batch, stopped when the loss explodes.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom } from '../math/random.ts';
import type { TrainingSettings } from '../config/schema.ts';
import type { Progress as Report } from '../config/progress.ts';
import { learningRateAt } from '../optimiser/adam.ts';
import type { Batch } from './batches.ts';
import { shuffledBatches, tokensOf } from './batches.ts';
import type { EpochRecord } from './checkpoint.ts';
import type { GradientSource } from './gradient-source.ts';
import type { GradientOptions } from './gradients-here.ts';
import { negativesAt } from './gradients-here.ts';
import { catchUpAll, type PastSteps } from './catch-up.ts';
import { hasTables, takeRowStep, weightsOfRows } from './row-step.ts';
import { rowsOfStep } from './rows-of-step.ts';
import { batchesOf } from './tasks.ts';
import type { StepOptions, TrainState } from './step.ts';
import { takeStep } from './step.ts';

/** The loss is no longer a number, or far above where it began. */
export class TrainingDiverged extends Error {
  override name = 'TrainingDiverged';
}

/** A loss this many times the first one has exploded: an untrained model's is already that of guessing. */
const EXPLODED = 3;

export interface EpochOptions extends GradientOptions {
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
  source: GradientSource,
  start: TrainState,
  windows: Int32Array[],
  epoch: number,
): Promise<{ state: TrainState; record: TrainedEpoch }> {
  const began = performance.now();
  const order = createRandom(seed, `epoch ${epoch}`);
  const task = batchesOf(config, createRandom(seed, `hidden items of epoch ${epoch}`), settings.processes);
  const batches = [...shuffledBatches(windows, settings.batchTokens, order, task)];
  const totalSteps = settings.maxEpochs * batches.length;
  let state = start;
  let first: number | undefined;
  let lossSum = 0;
  let tokens = 0;
  for (const [i, parts] of batches.entries()) {
    const { step } = state.adam;
    const taken = await oneStep(source, state, parts, { config, settings, seed }, totalSteps);
    state = taken.state;
    const { loss } = taken;
    first ??= loss;
    refuseExplosion(loss, first, `step ${step + 1}, batch ${i + 1} of epoch ${epoch}`, parts);
    const asked = tokensOf(parts);
    lossSum += loss * asked;
    tokens += asked;
    const what = `epoch ${epoch}/${settings.maxEpochs}, loss ${(lossSum / tokens).toFixed(3)}`;
    report.update((i + 1) / batches.length, what);
    await nextTurn(); // a step never lets go of the event loop, and Ctrl-C would wait for the end of the epoch
  }
  if (hasTables(state)) catchUpAll(state.tables, state.adam.step, pastSteps(settings, totalSteps));
  const seconds = (performance.now() - began) / 1000;
  const loss = lossSum / tokens;
  return {
    state,
    record: { epoch, steps: state.adam.step, loss, tokensPerSecond: tokens / seconds, seconds },
  };
}

async function oneStep(
  source: GradientSource,
  state: TrainState,
  parts: Batch[],
  { config, settings, seed }: GradientOptions,
  totalSteps: number,
): Promise<{ state: TrainState; loss: number }> {
  const { step } = state.adam;
  const options = stepOptions(settings, step, totalSteps);
  if (!hasTables(state)) {
    const { loss, gradients } = await source.of(state.parameters, parts, step);
    return { state: takeStep(state, gradients, options), loss };
  }
  const rows = rowsOfStep(config, settings, parts, negativesAt(seed, step));
  const weights = weightsOfRows(state, rows.items, pastSteps(settings, totalSteps));
  const { loss, gradients } = await source.of(weights, rows.parts, step);
  return { state: takeRowStep(state, rows.items, weights, gradients, options), loss };
}

const pastSteps = (settings: TrainingSettings, totalSteps: number): PastSteps => ({
  learningRateOf: (step) => stepOptions(settings, step - 1, totalSteps).learningRate,
  averageDecay: settings.averageDecay,
  beta2: settings.beta2,
});

function stepOptions(settings: TrainingSettings, step: number, totalSteps: number): StepOptions {
  const { learningRate: peak, warmupSteps } = settings;
  return { ...settings, learningRate: learningRateAt(step, peak, warmupSteps, totalSteps, settings) };
}

function refuseExplosion(loss: number, first: number, where: string, parts: Batch[]): void {
  if (loss <= EXPLODED * first) return; // false for what is not a number, too
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const length = Math.max(...parts.map((part) => part.length));
  throw new TrainingDiverged(
    `the loss became ${loss} at ${where} (${rows} sequences of up to ${length} items), after ${first} at first; ` +
      'try a smaller training.learningRate, more training.warmupSteps or a smaller training.clipNorm',
  );
}
