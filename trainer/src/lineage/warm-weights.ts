// A recommender's first weights from an earlier version: item rows by id, all else as it was.
import type { Dataset } from '../data/dataset.ts';
import type { Weights } from '../files/weights.ts';
import { weightShapes } from '../recommender/initialise.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import { carriedRows, placesBefore } from './item-rows.ts';
import { LineageError } from './errors.ts';

/** Tables with a row for each item. */
const ITEM_TABLES: readonly string[] = ['items', 'output'];

export interface Earlier {
  modelVersion: string;
  /** Ids of its catalogue, in the order of its rows. */
  items: readonly string[];
  weights: Weights;
}

/** @throws LineageError `other-shape` when the config has weights that the earlier version lacks or has in another shape */
export function warmWeights(config: RecommenderConfig, data: Dataset, earlier: Earlier): Weights {
  const places = placesBefore(data.catalogue.ids, earlier.items);
  const entries = weightShapes(config).map(([name, shape]) => {
    const found = earlier.weights[name];
    const wanted = ITEM_TABLES.includes(name) ? [earlier.items.length, ...shape.slice(1)] : shape;
    if (found?.shape.join() !== wanted.join())
      throw otherShape(earlier.modelVersion, name, wanted, found?.shape);
    return [name, ITEM_TABLES.includes(name) ? carriedRows(data, found, places) : found] as const;
  });
  return Object.fromEntries(entries);
}

function otherShape(version: string, name: string, wanted: number[], found?: number[]): LineageError {
  return new LineageError(
    'other-shape',
    `version ${version} cannot be gone on from: its weight "${name}" is ${found?.join('×') ?? 'absent'}, and this ` +
      `config wants ${wanted.join('×')}; give the settings that it was trained with, or train anew and follow its ` +
      'concepts alone with --cold',
  );
}
