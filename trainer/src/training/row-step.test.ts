import { at, entryOf } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { tinyConfig, tinySettings } from '../../testing/example-data.ts';
import type { Weights } from '../files/weights.ts';
import { initialAdam } from '../optimiser/adam.ts';
import { initialWeights, toParameters, toWeights } from '../recommender/initialise.ts';
import { catchUpAll, type PastSteps } from './catch-up.ts';
import { startAverage, withAverage } from './average.ts';
import { nextItemBatch } from './batches.ts';
import { disposeState } from './checkpoint.ts';
import { gradientsHere, negativesAt } from './gradients-here.ts';
import { takeTables, withoutTables } from './item-tables.ts';
import { takeRowStep, weightsOfRows, type RowState } from './row-step.ts';
import { rowsOfStep } from './rows-of-step.ts';
import { takeStep, type StepOptions, type TrainState } from './step.ts';

const plain: StepOptions = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-12, averageDecay: 0.9 };
const past: PastSteps = { ...plain, learningRateOf: () => 0.1 };

/** Two items of width one, and one weight beside them. */
function twoItems(): RowState {
  const weights: Weights = {
    items: { shape: [2, 1], data: Float32Array.of(0, 0) },
    bias: { shape: [1], data: Float32Array.of(0) },
  };
  const parameters = toParameters(withoutTables(weights));
  const adam = initialAdam(parameters);
  return { parameters, adam, average: startAverage(parameters), tables: takeTables(weights, true) };
}

/** A step in which one item is read, with this gradient of its row. */
function step(state: RowState, item: number, ofItem: number): RowState {
  const rows = Int32Array.of(item);
  const gradients = { items: tf.tensor2d([[ofItem]]), bias: tf.tensor1d([0]) };
  return takeRowStep(state, rows, weightsOfRows(state, rows, past), gradients, plain);
}

const settings = tinySettings({ loss: 'sampled', negatives: 1, dropout: 0, averageDecay: 0.9 });
const config = { ...tinyConfig(6), output: 'separate' as const };
const options = { config, settings, seed: 2 };
const windows = [
  [5, 1, 2],
  [3, 4, 1],
  [3, 4, 3],
  [2, 5, 1],
];
const batches = windows.map((window) => nextItemBatch([Int32Array.from(window)]));
const stepOptions: StepOptions = { ...settings, learningRate: 0.05, clipNorm: 0.3 };
const pastOptions: PastSteps = { averageDecay: 0.9, learningRateOf: () => 0.05 };

/** Each step of which reads a few of the six items. */
async function afterRowSteps(): Promise<Weights[]> {
  const weights = initialWeights(config, 2);
  const parameters = toParameters(withoutTables(weights));
  const rest = { parameters, adam: initialAdam(parameters), average: startAverage(parameters) };
  let state: RowState = { ...rest, tables: takeTables(weights, true) };
  for (const [n, batch] of batches.entries()) {
    const { items, parts } = rowsOfStep(config, settings, [batch], negativesAt(2, n));
    expect(items.length).toBeLessThan(6);
    const read = weightsOfRows(state, items, pastOptions);
    const part = { batch: at(parts, 0), step: n, part: 0 };
    const { gradients } = await gradientsHere(options, read, part);
    state = takeRowStep(state, items, read, gradients, stepOptions);
  }
  catchUpAll(state.tables, state.adam.step, pastOptions);
  const everyRow = Int32Array.from(state.tables.movedTo.keys());
  const last = weightsOfRows(state, everyRow, pastOptions);
  const both = [await toWeights(last), await withAverage(state, toWeights)];
  tf.dispose(['items', 'output'].map((name) => entryOf(last, name)));
  disposeState(state);
  return both;
}

async function afterWholeSteps(): Promise<Weights[]> {
  const parameters = toParameters(initialWeights(config, 2));
  let state: TrainState = { parameters, adam: initialAdam(parameters), average: startAverage(parameters) };
  for (const [n, batch] of batches.entries()) {
    const { gradients } = await gradientsHere(options, state.parameters, { batch, step: n, part: 0 });
    state = takeStep(state, gradients, stepOptions);
  }
  const both = [await toWeights(state.parameters), await withAverage(state, toWeights)];
  disposeState(state);
  return both;
}

describeOnEachBackend('a step over rows', () => {
  it('moves the rows that are read, and then makes up for the steps that they missed', () => {
    const before = tf.memory().numTensors;
    let state = step(twoItems(), 0, 1);
    state = step(state, 1, -5);
    const { weights, first, second, average } = entryOf(state.tables.byName, 'items');
    // m/√v of item 1 is .1·-5/√(.01·25) = -1, at the rate of step 2
    const [rate2, rate3] = [2, 3].map((t) => (0.1 * Math.sqrt(1 - 0.99 ** t)) / (1 - 0.9 ** t)) as [
      number,
      number,
    ];
    expect(weights[1]).toBeCloseTo(rate2, 6);
    // its average begins at step 2, for which it keeps 3/12, after it rested at 0
    expect(average?.[1]).toBeCloseTo(rate2 * (9 / 12), 6);
    expect(weights[0]).toBeCloseTo(-0.1, 6); // as step 1 left it
    state = step(state, 0, 3);
    // item 0 missed step 2: m = .9·.1, v = .99·.01, and it moved on; then m = .9·.09 + .1·3, v = .99·.0099 + .01·9
    expect(first[0]).toBeCloseTo(0.381, 6);
    expect(second[0]).toBeCloseTo(0.099801, 6);
    const missed = -0.1 - (rate2 * 0.09) / Math.sqrt(0.0099);
    const moved = missed - (rate3 * 0.381) / Math.sqrt(0.099801);
    expect(weights[0]).toBeCloseTo(moved, 6);
    // the average keeps 2/11 at step 1, 3/12 at step 2 and 4/13 at step 3
    const a2 = missed + (-0.1 * (9 / 11) - missed) * (3 / 12);
    expect(average?.[0]).toBeCloseTo(moved + (a2 - moved) * (4 / 13), 6);
    expect(state.adam.step).toBe(3);
    disposeState(state);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('clips the gradients of rows and of all other weights together', () => {
    const rows = Int32Array.of(1);
    const start = twoItems();
    const gradients = { items: tf.tensor2d([[3]]), bias: tf.tensor1d([4]) };
    const clipped = { ...plain, clipNorm: 1 }; // √(3² + 4²) = 5 becomes 1
    const state = takeRowStep(start, rows, weightsOfRows(start, rows, past), gradients, clipped);
    expect(state.tables.byName['items']?.first[1]).toBeCloseTo(0.1 * 0.6, 6);
    expect(state.adam.first.dataSync()[0]).toBeCloseTo(0.1 * 0.8, 6);
    disposeState(state);
  });

  it('comes to the same as steps over whole tables', async () => {
    const [byRows, whole] = [await afterRowSteps(), await afterWholeSteps()];
    for (const [n, weights] of byRows.entries()) {
      for (const name of ['items', 'output']) {
        const { data } = entryOf(at(whole, n), name);
        entryOf(weights, name).data.forEach((weight, i) => expect(weight).toBeCloseTo(at(data, i), 5));
      }
    }
  });
});
