// What each kind of recommender is trained on: a window of a history in, what is shown and what is asked out. Loss, step
// and loop are the same for all.
import type { Random } from '../math/random.ts';
import { hideItems } from '../recommender/cloze.ts';
import type { RecommenderConfig, RecommenderKind } from '../recommender/weights.ts';
import type { Batch } from './batches.ts';
import { inParts, nextItemBatch, toBatch } from './batches.ts';

/** @param random what a task draws of its own, such as what it hides */
type Task = (config: RecommenderConfig, windows: Int32Array[], random: Random) => Batch;

/** Hidden items are to be told, where they are hidden. */
const cloze: Task = (config, windows, random) =>
  toBatch(
    windows.map((window) => {
      const { shown, places } = hideItems(config, window, random);
      return { shown, places, targets: places.map((place) => window[place] as number) };
    }),
  );

const TASKS: Record<RecommenderKind, Task> = {
  gptrec: (_, windows) => nextItemBatch(windows),
  bert4rec: cloze,
};

/** The batches of a config's task, each in at most so many parts. */
export const batchesOf =
  (config: RecommenderConfig, random: Random, parts: number) =>
  (windows: Int32Array[]): Batch[] =>
    inParts(windows, parts).map((part) => TASKS[config.kind](config, part, random));
