// A whole run on little generated data, trained in seconds: what tests of gates and nights judge.
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { at } from '@trimtab/shared/look-up.ts';
import type { RunConfigInput } from '../src/config/schema.ts';
import { silent } from '../src/config/progress.ts';
import type { Dataset } from '../src/data/dataset.ts';
import { historyOf, userCount } from '../src/data/dataset.ts';
import { generateDataset } from '../src/data/generated/generated.ts';
import { runStages } from '../src/run/stages.ts';
import type { Run } from '../src/run/run-folder.ts';
import { startRun } from '../src/run/settle.ts';
import { startBackend } from '../src/tensorflow/backend.ts';

export const SMALL_DATA = { seed: 3, users: 500, items: 120 };

export const SMALL: RunConfigInput = {
  recommender: { hiddenSize: 32, feedForwardSize: 64, maxLength: 50 },
  training: { batchTokens: 512, learningRate: 4e-3, warmupSteps: 20, maxEpochs: 5, validationUsers: 200 },
  autoencoder: { latents: 64, k: 8, learningRate: 6e-3, batchSize: 256, epochs: 10, deadAfter: 10_000 },
  concepts: {
    minItems: 8,
    calibrationUsers: 100,
    safetyUsers: 200,
    maxEmergent: 2,
    basisSize: 16,
    methods: [],
  },
  evaluation: { controls: false, steeringUsers: 100, parityUsers: 200 },
};

/** Writes interactions and items as tables. @returns what a config says of them */
export async function writeTables(
  folder: string,
  data: Dataset = generateDataset(SMALL_DATA),
): Promise<{ source: string; items: string }> {
  const rows = ['user,item,time'];
  for (let user = 0; user < userCount(data); user++) {
    historyOf(data, user).forEach((item, i) =>
      rows.push(`${at(data.userIds, user)},${at(data.catalogue.ids, item)},${1_700_000_000 + 3600 * i}`),
    );
  }
  const { ids, titles, itemAttributes, attributes } = data.catalogue;
  const items = ids.map((id, item) => {
    const listed = at(itemAttributes, item).map((a) => at(attributes, a).id);
    return `${id},"${at(titles, item)}",${listed.join('|')}`;
  });
  const paths = { source: join(folder, 'interactions.csv'), items: join(folder, 'items.csv') };
  await writeFile(paths.source, rows.join('\n'));
  await writeFile(paths.items, ['item,title,attributes', ...items].join('\n'));
  return paths;
}

/** Trains, evaluates and exports, or stops after an earlier stage. */
export async function smallRun(
  home: string,
  name: string,
  config: RunConfigInput,
  until: string = 'export',
): Promise<Run> {
  const run = await startRun(home, config, name);
  await runStages({ run, backend: () => startBackend({}), until, progress: () => silent });
  return run;
}
