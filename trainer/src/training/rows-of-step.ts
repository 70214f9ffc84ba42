// Which rows of the item tables a step reads where it compares with a few items, and the step's batch counted in these rows.
import type { Random } from '../math/random.ts';
import type { TrainingSettings } from '../config/schema.ts';
import type { RecommenderConfig } from '../recommender/weights.ts';
import type { Batch } from './batches.ts';
import { negativesOf } from './loss.ts';

export interface RowsOfStep {
  /** Items in order, each once. */
  items: Int32Array;
  /** The batch with places among `items` in place of items, and the negatives likewise. */
  parts: Batch[];
}

/**
 * The rows of what a step shows, asks for and compares with. [MASK], whose row comes after those of all items, comes after these.
 *
 * @throws RangeError when more negatives are asked for than there are items
 */
export function rowsOfStep(
  { items: classes }: RecommenderConfig,
  settings: TrainingSettings,
  parts: Batch[],
  random: Random,
): RowsOfStep {
  const negatives = negativesOf(settings, classes, random);
  const places = new Int32Array(classes + 1);
  for (const item of negatives) places[item] = 1;
  for (const { items, targets } of parts) {
    for (const item of items) places[item] = 1; // the fill after a sequence's end is item 0, which costs one row
    for (const item of targets) places[item] = 1;
  }
  places[classes] = 0;
  const items = rowsMarkedIn(places);
  items.forEach((item, place) => (places[item] = place));
  places[classes] = items.length;
  const counted = (given: Int32Array): Int32Array => given.map((item) => places[item] as number);
  const drawn = { negatives: counted(negatives), classes };
  return {
    items,
    parts: parts.map((part) => ({
      ...part,
      items: counted(part.items),
      targets: counted(part.targets),
      drawn,
    })),
  };
}

function rowsMarkedIn(marks: Int32Array): Int32Array {
  const rows = new Int32Array(marks.reduce((sum, mark) => sum + mark, 0));
  let count = 0;
  marks.forEach((mark, row) => {
    if (mark === 1) rows[count++] = row;
  });
  return rows;
}
