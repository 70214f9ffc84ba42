// Tables of items in plain memory, of which each step of training reads and moves a few rows.
import { at, entryOf } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Weight, Weights } from '../files/weights.ts';
import type { Parameters } from '../recommender/recommender.ts';
import { keptShare } from './kept-share.ts';

/** Numbers of all items, ∈ [items, width] each. */
export interface ItemTable {
  width: number;
  weights: Float32Array;
  /** The moments of Adam, which rest while a row is not read. */
  first: Float32Array;
  second: Float32Array;
  /** The moving average of the weights, where one is kept. */
  average?: Float32Array | undefined;
}

export interface ItemTables {
  byName: Record<string, ItemTable>;
  /** The step up to which the averages of each item's rows are right. */
  averagedTo: Int32Array; // [items]
}

/** What a step moves of a table. */
export type Moved = 'weights' | 'first' | 'second';

/** The weights that have a row for each item. */
const TABLES: readonly string[] = ['items', 'output'];

export const withoutTables = (weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).filter(([name]) => !TABLES.includes(name)));

/** The tables among these weights, as they are before the first step. */
export function takeTables(weights: Weights, averaged: boolean): ItemTables {
  const found = Object.entries(weights).filter(([name]) => TABLES.includes(name));
  const byName = Object.fromEntries(found.map(([name, weight]) => [name, newTable(weight, averaged)]));
  return { byName, averagedTo: new Int32Array(at(entryOf(weights, 'items').shape, 0)) };
}

const newTable = ({ shape, data }: Weight, averaged: boolean): ItemTable => ({
  width: at(shape, 1),
  weights: data,
  first: new Float32Array(data.length),
  second: new Float32Array(data.length),
  average: averaged ? data.slice() : undefined,
});

/** These rows of every table, ∈ [rows, width] by name. */
export const gathered = ({ byName }: ItemTables, rows: Int32Array, what: Moved): Parameters =>
  Object.fromEntries(
    Object.entries(byName).map(([name, table]) => [name, rowsOf(table[what], table.width, rows)]),
  );

function rowsOf(numbers: Float32Array, width: number, rows: Int32Array): tf.Tensor2D {
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, i) => chosen.set(numbers.subarray(row * width, (row + 1) * width), i * width));
  return tf.tensor2d(chosen, [rows.length, width]);
}

/** Puts rows back where `gathered` took them. */
export function putRows(numbers: Float32Array, width: number, rows: Int32Array, moved: Float32Array): void {
  rows.forEach((row, i) => numbers.set(moved.subarray(i * width, (i + 1) * width), row * width));
}

/**
 * Brings the averages of these rows up to a step, during which they had the weights that they have now:
 *
 * a ← p + (a - p)·Π δ of the steps since, the same as one step of the average after the other.
 */
export function settleAverages(
  tables: ItemTables,
  rows: Iterable<number>,
  step: number,
  decay: number,
): void {
  const averaged = Object.values(tables.byName).filter(({ average }) => average !== undefined);
  if (averaged.length === 0) return;
  const kept = keptSince(step, decay);
  for (const row of rows) {
    const share = kept(at(tables.averagedTo, row));
    tables.averagedTo[row] = step;
    for (const { width, weights, average = weights } of averaged) {
      for (let i = row * width; i < (row + 1) * width; i++) {
        const weight = weights[i] as number;
        average[i] = weight + ((average[i] as number) - weight) * share;
      }
    }
  }
}

/** The same for all rows. */
export const settleAll = (tables: ItemTables, step: number, decay: number): void =>
  settleAverages(tables, tables.averagedTo.keys(), step, decay);

/** Π δ from the step after one up to `step`, which is worked out once for each beginning. */
function keptSince(step: number, decay: number): (from: number) => number {
  const products = [1]; // by how many steps it is
  return (from) => {
    for (let n = products.length; n <= step - from; n++) {
      products.push(at(products, n - 1) * keptShare(decay, step - n + 1));
    }
    return at(products, step - from);
  };
}

/** Every table whole, averaged where an average is kept. */
export const averagedTables = ({ byName }: ItemTables): Parameters =>
  Object.fromEntries(
    Object.entries(byName).map(([name, { width, weights, average }]) => [
      name,
      tf.tensor2d(average ?? weights, [weights.length / width, width]),
    ]),
  );
