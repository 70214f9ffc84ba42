// For tests: a dataset from plain histories, and a recommender that trains in no time.
import { assembleDataset } from '../src/data/assemble.ts';
import type { Dataset } from '../src/data/dataset.ts';
import type { RecommenderConfig } from '../src/recommender/weights.ts';
import type { TrainingSettings } from '../src/config/schema.ts';
import { trainingSettingsSchema } from '../src/config/schema.ts';

const numbered = (prefix: string, n: number): string[] =>
  Array.from({ length: n }, (_, i) => `${prefix}${i}`);

/** Users u0, u1, … with these histories over items i0, i1, …, without attributes. */
export function datasetOf(histories: readonly number[][], items: number): Dataset {
  return assembleDataset({
    name: 'example',
    catalogue: {
      ids: numbered('i', items),
      titles: numbered('Item ', items),
      attributes: [],
      itemAttributes: numbered('', items).map(() => []),
      counts: [],
    },
    userIds: numbered('u', histories.length),
    histories,
    times: null,
    historiesShareable: true,
  });
}

/**
 * Everybody goes round the same circle of items from a place of their own, so that the next item is certain. Who goes
 * round more than once comes back to items, and is recommended them again.
 */
export function circleData(users: number, items: number, length: number): Dataset {
  const histories = Array.from({ length: users }, (_, user) =>
    Array.from({ length }, (__, i) => (user + i) % items),
  );
  return { ...datasetOf(histories, items), repeats: length > items };
}

export const tinyConfig = (items: number): RecommenderConfig => ({
  kind: 'gptrec',
  items,
  hiddenSize: 16,
  feedForwardSize: 16,
  blocks: 1,
  heads: 2,
  maxLength: 8,
});

export const tinySettings = (settings: Partial<TrainingSettings> = {}): TrainingSettings => ({
  ...trainingSettingsSchema.parse({ batchTokens: 64, learningRate: 0.02, warmupSteps: 5, dropout: 0.1 }),
  ...settings,
});
