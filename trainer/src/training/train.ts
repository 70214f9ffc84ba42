// The training loop: epochs of steps, validation after each, the best kept, resumable after any epoch.
import { join } from 'node:path';
import type { Dataset } from '../data/dataset.ts';
import { writeWhole } from '../files/atomic.ts';
import { writeSafetensors } from '../files/safetensors.ts';
import { createRandom } from '../random.ts';
import { initialWeights, toParameters, toWeights } from '../recommender/initialise.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { evaluateRecommender, heldOutUsers } from '../evaluation/evaluate-recommender.ts';
import type { TrainingSettings } from '../run/config.ts';
import type { Progress as Report } from '../run/progress.ts';
import { initialAdam, learningRateAt } from './adam.ts';
import { shuffledBatches, trainingWindows } from './batches.ts';
import type { EpochRecord, Progress } from './checkpoint.ts';
import { disposeState, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import type { TrainState } from './step.ts';
import { trainStep } from './step.ts';

export interface TrainOptions {
  data: Dataset;
  config: RecommenderConfig;
  settings: TrainingSettings;
  seed: number;
  /** Where `checkpoint.safetensors`, `best.safetensors` and `log.csv` are kept. */
  folder: string;
  /** Names config and data, so that a checkpoint of another run is not taken up. */
  fingerprint: string;
  report: Report;
}

/** The loss is no longer a number. */
export class TrainingDiverged extends Error {
  override name = 'TrainingDiverged';
}

/**
 * Trains until patience, epochs or minutes run out; the best weights are then in `best.safetensors`.
 *
 * @throws TrainingDiverged when the loss stops being a number
 * @throws RangeError when no history is long enough to learn from, or to be judged by
 */
export async function trainRecommender(options: TrainOptions): Promise<EpochRecord[]> {
  const { data, config, settings, seed, folder, fingerprint, report } = options;
  const windows = trainingWindows(data, config.maxLength);
  const judges = heldOutUsers(data, 'validation', settings.validationUsers, seed);
  refuseTooLittle(windows, judges);
  const path = join(folder, 'checkpoint.safetensors');
  const found = await loadCheckpoint(path, fingerprint);
  const progress: Progress = found?.progress ?? { fingerprint, epochs: [] };
  let state = found?.state ?? newState(config, seed);
  while (!isFinished(progress.epochs, settings)) {
    const epoch = progress.epochs.length + 1;
    const trained = await trainEpoch(options, state, windows, epoch);
    state = trained.state;
    const validation = await evaluateRecommender(
      { config, parameters: state.parameters },
      data,
      'validation',
      judges,
    );
    progress.epochs.push({
      ...trained.record,
      validationNdcg10: validation.ndcg10,
      validationHr10: validation.hr10,
    });
    // The best weights go first: should the run stop between the two, it repeats the epoch and writes them again.
    if (bestEpoch(progress.epochs) === epoch) {
      await writeSafetensors(join(folder, 'best.safetensors'), await toWeights(state.parameters));
    }
    await writeWhole(join(folder, 'log.csv'), toCsv(progress.epochs));
    await saveCheckpoint(path, state, progress);
    report.line(describe(progress.epochs, settings));
  }
  disposeState(state);
  return progress.epochs;
}

function refuseTooLittle(windows: unknown[], judges: unknown[]): void {
  const advice = 'histories of three items and more are needed; loosen the filters or bring more data';
  if (judges.length === 0) throw new RangeError(`nobody has an item that can be held out: ${advice}`);
  if (windows.length === 0)
    throw new RangeError(`nothing to train on once two items are held out: ${advice}`);
}

function newState(config: RecommenderConfig, seed: number): TrainState {
  const parameters = toParameters(initialWeights(config, seed));
  return { parameters, adam: initialAdam(parameters) };
}

async function trainEpoch(
  { config, settings, seed, report }: TrainOptions,
  start: TrainState,
  windows: Int32Array[],
  epoch: number,
): Promise<{ state: TrainState; record: Omit<EpochRecord, 'validationNdcg10' | 'validationHr10'> }> {
  const began = performance.now();
  const batches = [...shuffledBatches(windows, settings.batchTokens, createRandom(seed, `epoch ${epoch}`))];
  let state = start;
  let lossSum = 0;
  let tokens = 0;
  for (const [i, batch] of batches.entries()) {
    const { warmupSteps, maxEpochs, learningRate: peak } = settings;
    const learningRate = learningRateAt(state.adam.step, peak, warmupSteps, maxEpochs * batches.length);
    const dropoutSeed = createRandom(seed, `dropout ${state.adam.step}`).bits();
    const result = await trainStep(config, state, batch, { ...settings, learningRate, seed: dropoutSeed });
    state = result.state;
    refuseNaN(result.loss, state.adam.step, batch);
    lossSum += result.loss * batch.targets.length;
    tokens += batch.targets.length;
    report.update(
      (i + 1) / batches.length,
      `epoch ${epoch}/${maxEpochs}, loss ${(lossSum / tokens).toFixed(3)}`,
    );
  }
  const seconds = (performance.now() - began) / 1000;
  const record = {
    epoch,
    steps: state.adam.step,
    loss: lossSum / tokens,
    tokensPerSecond: tokens / seconds,
    seconds,
  };
  return { state, record };
}

function refuseNaN(loss: number, step: number, batch: { rows: number; length: number }): void {
  if (Number.isFinite(loss)) return;
  throw new TrainingDiverged(
    `the loss became ${loss} at step ${step} (a batch of ${batch.rows} sequences of up to ${batch.length} items); ` +
      'try a smaller training.learningRate, more training.warmupSteps or a smaller training.clipNorm',
  );
}

function bestEpoch(epochs: EpochRecord[]): number {
  return epochs.reduce((best, e) => (e.validationNdcg10 > best.validationNdcg10 ? e : best)).epoch;
}

function isFinished(epochs: EpochRecord[], { maxEpochs, patience, maxMinutes }: TrainingSettings): boolean {
  if (epochs.length === 0) return false;
  const seconds = epochs.reduce((sum, e) => sum + e.seconds, 0);
  const outOfTime = maxMinutes !== undefined && seconds >= 60 * maxMinutes;
  return epochs.length >= maxEpochs || epochs.length - bestEpoch(epochs) >= patience || outOfTime;
}

function describe(epochs: EpochRecord[], { maxEpochs }: TrainingSettings): string {
  const last = epochs[epochs.length - 1] as EpochRecord;
  const best = bestEpoch(epochs) === last.epoch ? ', the best so far' : '';
  return (
    `epoch ${last.epoch}/${maxEpochs}: loss ${last.loss.toFixed(3)}, validation NDCG@10 ` +
    `${last.validationNdcg10.toFixed(4)}${best} (${Math.round(last.tokensPerSecond)} tokens/s)`
  );
}

function toCsv(epochs: EpochRecord[]): string {
  const columns = Object.keys(epochs[0] ?? {}) as (keyof EpochRecord)[];
  const rows = epochs.map((record) => columns.map((column) => record[column]).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}
