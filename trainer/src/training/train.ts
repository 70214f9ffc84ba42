// The training loop: epochs of steps, validation after each, the best kept, resumable after any epoch.
import { join } from 'node:path';
import type { Dataset } from '../data/dataset.ts';
import { writeWhole } from '../files/atomic.ts';
import { writeSafetensors } from '../files/safetensors.ts';
import type { Weights } from '../files/weights.ts';
import { initialWeights, toParameters, toWeights } from '../recommender/initialise.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import type { HeldOutUser } from '../ranking/evaluate-recommender.ts';
import { evaluateRecommender, heldOutUsers } from '../ranking/evaluate-recommender.ts';
import type { TrainingSettings } from '../config/schema.ts';
import type { Progress as Report } from '../config/progress.ts';
import { openScalarLog } from '../tensorflow/operations/scalar-log.ts';
import { initialAdam } from '../optimiser/adam.ts';
import { startAverage, withAverage } from './average.ts';
import { trainingWindows } from './batches.ts';
import type { EpochRecord, Progress } from './checkpoint.ts';
import { disposeState, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { trainEpoch } from './epoch.ts';
import { takeTables, withoutTables } from './item-tables.ts';
import type { GradientSource } from './gradient-source.ts';
import { openGradients } from './gradient-source.ts';
import type { TrainState } from './step.ts';
import { bestEpoch, describeLast, toCsv } from './epoch-log.ts';

interface StartOptions {
  config: RecommenderConfig;
  settings: TrainingSettings;
  seed: number;
  /** What training starts from, the optimiser knowing nothing yet; random weights unless given. */
  initial?: Weights;
}

export interface TrainOptions extends StartOptions {
  data: Dataset;
  /** Where `checkpoint.safetensors`, `best.safetensors`, `log.csv` and TensorBoard's event files are kept. */
  folder: string;
  /** Names config and data, so that a checkpoint of another run is not taken up. */
  fingerprint: string;
  report: Report;
}

/**
 * Trains until patience, epochs or minutes run out; the best weights are then in `best.safetensors`.
 *
 * @throws TrainingDiverged when the loss explodes or stops being a number
 * @throws RangeError when no history is long enough to learn from, or to be judged by
 */
export async function trainRecommender(options: TrainOptions): Promise<EpochRecord[]> {
  const { data, config, settings, seed, folder, fingerprint } = options;
  const windows = trainingWindows(data, config.maxLength);
  const judges = heldOutUsers(data, 'validation', settings.validationUsers, seed);
  refuseTooLittle(windows, judges);
  const found = await loadCheckpoint(checkpointFile(folder), fingerprint);
  const progress: Progress = found?.progress ?? { fingerprint, epochs: [] };
  const state = found?.state ?? newState(options);
  const gradients = openGradients(options);
  try {
    disposeState(await trainEpochs(options, { gradients, windows, judges, progress }, state));
  } finally {
    await gradients.close();
  }
  return progress.epochs;
}

interface Work {
  gradients: GradientSource;
  windows: Int32Array[];
  judges: HeldOutUser[];
  progress: Progress;
}

async function trainEpochs(options: TrainOptions, work: Work, start: TrainState): Promise<TrainState> {
  const { gradients, windows, judges, progress } = work;
  const scalars = openScalarLog(options.folder);
  let state = start;
  while (!isFinished(progress.epochs, options.settings)) {
    const trained = await trainEpoch(options, gradients, state, windows, progress.epochs.length + 1);
    state = trained.state;
    const { ndcg10, hr10 } = await judge(options, state, judges);
    const record = { ...trained.record, validationNdcg10: ndcg10, validationHr10: hr10 };
    progress.epochs.push(record);
    await keep(options, state, progress);
    const { loss, tokensPerSecond } = record;
    scalars.write(record.steps, { loss, tokensPerSecond, validationNdcg10: ndcg10, validationHr10: hr10 });
  }
  scalars.close();
  return state;
}

const checkpointFile = (folder: string): string => join(folder, 'checkpoint.safetensors');

function refuseTooLittle(windows: unknown[], judges: unknown[]): void {
  const advice = 'histories of three items and more are needed; loosen the filters or bring more data';
  if (judges.length === 0) throw new RangeError(`nobody has an item that can be held out: ${advice}`);
  if (windows.length === 0)
    throw new RangeError(`nothing to train on once two items are held out: ${advice}`);
}

/** Where training begins: steps move whole tables of items with a full loss, and rows of them with any other. */
export function newState({ config, settings, seed, initial }: StartOptions): TrainState {
  const weights = initial ?? initialWeights(config, seed);
  const averaged = settings.averageDecay > 0;
  const tables = settings.loss === 'full' ? undefined : takeTables(weights, averaged);
  const parameters = toParameters(tables ? withoutTables(weights) : weights);
  const average = averaged ? startAverage(parameters) : undefined;
  return { parameters, adam: initialAdam(parameters), average, tables };
}

const judge = ({ data, config }: TrainOptions, state: TrainState, judges: HeldOutUser[]) =>
  withAverage(state, (parameters) => evaluateRecommender({ config, parameters }, data, 'validation', judges));

async function keep(
  { folder, settings, report }: TrainOptions,
  state: TrainState,
  progress: Progress,
): Promise<void> {
  // The best weights go first: should the run stop between the two, it repeats the epoch and writes them again.
  if (bestEpoch(progress.epochs) === progress.epochs.length) {
    await writeSafetensors(join(folder, 'best.safetensors'), await withAverage(state, toWeights));
  }
  await writeWhole(join(folder, 'log.csv'), toCsv(progress.epochs));
  await saveCheckpoint(checkpointFile(folder), state, progress);
  report.line(describeLast(progress.epochs, settings));
}

function isFinished(epochs: EpochRecord[], { maxEpochs, patience, maxMinutes }: TrainingSettings): boolean {
  if (epochs.length === 0) return false;
  const seconds = epochs.reduce((sum, e) => sum + e.seconds, 0);
  const outOfTime = maxMinutes !== undefined && seconds >= 60 * maxMinutes;
  return epochs.length >= maxEpochs || epochs.length - bestEpoch(epochs) >= patience || outOfTime;
}
