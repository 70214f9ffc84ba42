// A step of training for which only some rows of the item tables are gathered, moved, and put back.
import { entryOf } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import { adamStep, type AdamState } from '../optimiser/adam.ts';
import { flatten } from '../optimiser/flat.ts';
import type { Parameters } from '../recommender/recommender.ts';
import { averageStep } from './average.ts';
import { averageRows, catchUp, type PastSteps } from './catch-up.ts';
import { gathered, putRows, type ItemTables } from './item-tables.ts';
import type { StepOptions, TrainState } from './step.ts';

/** A state whose tables of items lie in plain memory. */
export interface RowState extends TrainState {
  tables: ItemTables;
}

export const hasTables = (state: TrainState): state is RowState => state.tables !== undefined;

/** The weights that a step with these rows reads: first their rows of the tables, then all others. */
export function weightsOfRows(
  { parameters, tables, adam }: RowState,
  rows: Int32Array,
  past: PastSteps,
): Parameters {
  catchUp(tables, rows, adam.step, past);
  return { ...gathered(tables, rows, 'weights'), ...parameters };
}

/**
 * Adam over the rows given and all other weights, whose gradients are clipped together. What it would do to rows that are
 * not given is left until they are read: `catchUp`.
 *
 * Takes over `read`, as `weightsOfRows` gave it, `state` and `gradients`.
 */
export function takeRowStep(
  state: RowState,
  rows: Int32Array,
  read: Parameters,
  gradients: Parameters,
  options: StepOptions,
): RowState {
  const { tables, adam: old } = state;
  const moved = adamStep(read, gradients, withRows(old, tables, rows), options);
  tf.dispose([old.first, old.second]);
  const parameters = putWeights(moved.parameters, tables, rows);
  const adam = putMoments(moved.state, tables, rows);
  averageRows(tables, rows, adam.step, options.averageDecay);
  const average = state.average && averageStep(state.average, parameters, options.averageDecay, adam.step);
  return { parameters, adam, average, tables };
}

/** Moments of these rows of every table, and of all other weights after them. */
const withRows = ({ step, first, second }: AdamState, tables: ItemTables, rows: Int32Array): AdamState =>
  tf.tidy(() => ({
    step,
    first: tf.concat([flatRows(tables, rows, 'first'), first]),
    second: tf.concat([flatRows(tables, rows, 'second'), second]),
  }));

const flatRows = (tables: ItemTables, rows: Int32Array, moment: 'first' | 'second'): tf.Tensor1D =>
  flatten(gathered(tables, rows, moment), Object.keys(tables.byName));

/** Puts the rows of tables back, and returns all other weights. */
function putWeights(moved: Parameters, { byName }: ItemTables, rows: Int32Array): Parameters {
  const others = { ...moved };
  for (const [name, { weights, width }] of Object.entries(byName)) {
    putTensor(weights, width, rows, entryOf(moved, name));
    delete others[name];
  }
  return others;
}

/** Puts the moments of rows back, and returns those of all other weights. */
function putMoments({ step, first, second }: AdamState, tables: ItemTables, rows: Int32Array): AdamState {
  const put = (moments: tf.Tensor1D, moment: 'first' | 'second'): tf.Tensor1D => {
    let rest = moments;
    for (const table of Object.values(tables.byName)) {
      const size = rows.length * table.width;
      const [ofRows, others] = tf.split(rest, [size, rest.size - size]) as [tf.Tensor1D, tf.Tensor1D];
      rest.dispose();
      putTensor(table[moment], table.width, rows, ofRows);
      rest = others;
    }
    return rest;
  };
  return { step, first: put(first, 'first'), second: put(second, 'second') };
}

function putTensor(numbers: Float32Array, width: number, rows: Int32Array, moved: tf.Tensor): void {
  putRows(numbers, width, rows, moved.dataSync<'float32'>());
  moved.dispose();
}
