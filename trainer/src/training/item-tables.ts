// Tables of items in plain memory, of which each step of training reads and moves a few rows.
import { at, entryOf } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Weight, Weights } from '../files/weights.ts';
import type { Parameters } from '../recommender/recommender.ts';

/** Numbers of all items, ∈ [items, width] each. */
export interface ItemTable {
  width: number;
  weights: Float32Array;
  /** The moments of Adam. */
  first: Float32Array;
  second: Float32Array;
  /** The moving average of the weights, where one is kept. */
  average?: Float32Array | undefined;
}

export interface ItemTables {
  byName: Record<string, ItemTable>;
  /** The step up to which each item's rows have moved: what steps without a gradient do is made up for later. */
  movedTo: Int32Array; // [items]
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
  return { byName, movedTo: new Int32Array(at(entryOf(weights, 'items').shape, 0)) };
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

/** Every table whole, averaged where an average is kept. */
export const averagedTables = ({ byName }: ItemTables): Parameters =>
  Object.fromEntries(
    Object.entries(byName).map(([name, { width, weights, average }]) => [
      name,
      tf.tensor2d(average ?? weights, [weights.length / width, width]),
    ]),
  );
