import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { tinyConfig, tinySettings } from '../../testing/example-data.ts';
import type { Weights } from '../files/weights.ts';
import { initialAdam } from '../optimiser/adam.ts';
import { initialWeights, toParameters, toWeights } from '../recommender/initialise.ts';
import { startAverage, withAverage } from './average.ts';
import { nextItemBatch } from './batches.ts';
import { disposeState } from './checkpoint.ts';
import { gradientsHere, negativesAt } from './gradients-here.ts';
import { takeTables, withoutTables } from './item-tables.ts';
import { takeRowStep, weightsOfRows, type RowState } from './row-step.ts';
import { rowsOfStep } from './rows-of-step.ts';
import { takeStep, type StepOptions, type TrainState } from './step.ts';

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

const plain: StepOptions = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0, averageDecay: 0.9 };

/** A step in which one item is read, with these gradients of its row and of the weight beside it. */
function step(state: RowState, item: number, ofItem: number, ofBias: number): RowState {
  const rows = Int32Array.of(item);
  const gradients = { items: tf.tensor2d([[ofItem]]), bias: tf.tensor1d([ofBias]) };
  return takeRowStep(state, rows, weightsOfRows(state, rows), gradients, plain);
}

const settings = tinySettings({
  loss: 'sampled',
  negatives: 6,
  dropout: 0,
  averageDecay: 0.9,
  weightDecay: 0.01,
});
const config = { ...tinyConfig(6), output: 'separate' as const };
const options = { config, settings, seed: 2 };
const batches = [nextItemBatch([Int32Array.of(5, 1, 2)]), nextItemBatch([Int32Array.of(3, 4, 0, 1)])];
const stepOptions: StepOptions = { ...settings, learningRate: 0.05, clipNorm: 0.3 };

async function afterRowSteps(): Promise<Weights> {
  const weights = initialWeights(config, 2);
  const parameters = toParameters(withoutTables(weights));
  const rest = { parameters, adam: initialAdam(parameters), average: startAverage(parameters) };
  let state: RowState = { ...rest, tables: takeTables(weights, true) };
  for (const [n, batch] of batches.entries()) {
    const { items, parts } = rowsOfStep(config, settings, [batch], negativesAt(2, n));
    const read = weightsOfRows(state, items);
    const part = { batch: parts[0] ?? batch, step: n, part: 0 };
    const { gradients } = await gradientsHere(options, read, part);
    state = takeRowStep(state, items, read, gradients, stepOptions);
  }
  const averaged = await withAverage(state, toWeights);
  disposeState(state);
  return averaged;
}

async function afterWholeSteps(): Promise<Weights> {
  const parameters = toParameters(initialWeights(config, 2));
  let state: TrainState = { parameters, adam: initialAdam(parameters), average: startAverage(parameters) };
  for (const [n, batch] of batches.entries()) {
    const { gradients } = await gradientsHere(options, state.parameters, { batch, step: n, part: 0 });
    state = takeStep(state, gradients, stepOptions);
  }
  const averaged = await withAverage(state, toWeights);
  disposeState(state);
  return averaged;
}

describeOnEachBackend('a step over rows', () => {
  it('moves the rows that were read, and leaves weights and moments of others as they are', () => {
    const before = tf.memory().numTensors;
    let state = step(twoItems(), 0, 1, 0);
    state = step(state, 1, -5, 0);
    state = step(state, 0, 3, 0);
    const { weights, first, second, average } = state.tables.byName['items'] ?? {};
    // the second gradient of item 0 comes at step 3: m = .9·.1 + .1·3, v = .99·.01 + .01·9, whatever lies between
    expect(first?.[0]).toBeCloseTo(0.39, 6);
    expect(second?.[0]).toBeCloseTo(0.0999, 6);
    const move = 0.39 / (1 - 0.9 ** 3) / Math.sqrt(0.0999 / (1 - 0.99 ** 3));
    expect(weights?.[0]).toBeCloseTo(-0.1 - 0.1 * move, 6);
    // its average keeps 2/11, then 3/12 of the distance from the same weight, then 4/13 of that from the new one
    const rested = -0.1 + 0.1 * (2 / 11) * (3 / 12);
    expect(average?.[0]).toBeCloseTo(-0.1 - 0.1 * move + (rested + 0.1 + 0.1 * move) * (4 / 13), 6);
    // item 1 was read at step 2 alone: m = .1·-5, v = .01·25
    const rise = 0.5 / (1 - 0.9 ** 2) / Math.sqrt(0.25 / (1 - 0.99 ** 2));
    expect(weights?.[1]).toBeCloseTo(0.1 * rise, 6);
    expect(state.adam.step).toBe(3);
    disposeState(state);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('clips the gradients of rows and of all other weights together', () => {
    const rows = Int32Array.of(1);
    const start = twoItems();
    const gradients = { items: tf.tensor2d([[3]]), bias: tf.tensor1d([4]) };
    const clipped = { ...plain, clipNorm: 1 }; // √(3² + 4²) = 5 becomes 1
    const state = takeRowStep(start, rows, weightsOfRows(start, rows), gradients, clipped);
    expect(state.tables.byName['items']?.first[1]).toBeCloseTo(0.1 * 0.6, 6);
    expect(state.adam.first.dataSync()[0]).toBeCloseTo(0.1 * 0.8, 6);
    disposeState(state);
  });

  it('is the step over whole tables where every row is read', async () => {
    const [byRows, whole] = [await afterRowSteps(), await afterWholeSteps()];
    expect(Object.keys(byRows).sort()).toEqual(Object.keys(whole).sort());
    for (const [name, { data }] of Object.entries(whole)) {
      byRows[name]?.data.forEach((weight, i) => expect(weight).toBeCloseTo(data[i] as number, 6));
    }
  });
});
