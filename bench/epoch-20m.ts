// How fast a part of an epoch on 20 million interactions is trained, and how much memory at most, with all windows and
// batches of the whole epoch held as training holds them. The rest of the epoch is not run.
import { assembleDataset } from '@trimtab/trainer/data/assemble.ts';
import { createRandom } from '@trimtab/trainer/math/random.ts';
import { initialWeights, toParameters } from '@trimtab/trainer/recommender/initialise.ts';
import { parseConfig } from '@trimtab/trainer/config/schema.ts';
import { withDefaults } from '@trimtab/trainer/config/defaults.ts';
import { peakMiB } from '@trimtab/trainer/config/peak-memory.ts';
import { silent } from '@trimtab/trainer/config/progress.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { initialAdam } from '@trimtab/trainer/optimiser/adam.ts';
import { nextItemBatch, shuffledBatches, trainingWindows } from '@trimtab/trainer/training/batches.ts';
import { trainEpoch } from '@trimtab/trainer/training/epoch.ts';
import { openGradients } from '@trimtab/trainer/training/gradient-source.ts';
import { generatedHistories, TWENTY_MILLION } from './twenty-million.ts';

/** One window in so many is trained on. */
const PART = 200;

export async function epoch20m(say: (line: string) => void): Promise<object> {
  const backend = await startBackend({});
  const { recommender, training } = parseConfig(withDefaults({ data: { source: 'ml-20m' } }), 'the defaults');
  const windows = trainingWindows(generated(), recommender.maxLength);
  const batches = [
    ...shuffledBatches(windows, training.batchTokens, createRandom(1, 'epoch'), nextItemBatch),
  ];
  const part = windows.filter((_, n) => n % PART === 0);
  say(`${windows.length} windows in ${batches.length} batches; training on ${part.length} windows`);
  const config = { ...recommender, items: TWENTY_MILLION.items };
  const parameters = toParameters(initialWeights(config, 1));
  const start = { parameters, adam: initialAdam(parameters), average: undefined };
  const options = { config, settings: training, seed: 1, report: silent };
  const { record } = await trainEpoch(options, openGradients(options), start, part, 1);
  return {
    bench: 'epoch-20m',
    generated: TWENTY_MILLION,
    backend: backend.name,
    epochTokens: batches.reduce((sum, { targets }) => sum + targets.length, 0),
    trainedTokens: Math.round(record.tokensPerSecond * record.seconds),
    steps: record.steps,
    seconds: Math.round(record.seconds * 10) / 10,
    tokensPerSecond: Math.round(record.tokensPerSecond),
    peakMiB: peakMiB(),
  };
}

function generated(): ReturnType<typeof assembleDataset> {
  const histories = [...generatedHistories(TWENTY_MILLION, 1)];
  const ids = Array.from({ length: TWENTY_MILLION.items }, (_, item) => String(item));
  return assembleDataset({
    name: 'generated',
    catalogue: { ids, titles: ids, attributes: [], itemAttributes: ids.map(() => []), counts: [] },
    userIds: histories.map((_, user) => String(user)),
    histories,
    times: null,
    historiesShareable: true,
  });
}
