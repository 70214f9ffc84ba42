import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { disposeState, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import type { TrainState } from './step.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

const progress = { fingerprint: 'one', epochs: [] };

const stateOf = (average?: tf.Tensor1D): TrainState => ({
  parameters: { Table: tf.tensor2d([[1, 2]]), bias: tf.tensor1d([3]) },
  adam: { step: 7, first: tf.tensor1d([4, 5, 6]), second: tf.tensor1d([7, 8, 9]) },
  average,
});

const numbers = (from: number): Float32Array => Float32Array.of(from, from + 1, from + 2, from + 3);

/** What is read back after saving this state; it and the state are disposed of. */
async function readBack(state: TrainState): Promise<unknown> {
  const path = join(folder, 'checkpoint.safetensors');
  await saveCheckpoint(path, state, progress);
  const found = await loadCheckpoint(path, 'one');
  if (found === null) throw new Error('the checkpoint was not found');
  const { parameters, adam, average } = found.state;
  const tensors = { ...parameters, first: adam.first, second: adam.second, ...(average && { average }) };
  const values = Object.entries(tensors).map(([name, tensor]) => [name, tensor.arraySync()]);
  disposeState(state);
  disposeState(found.state);
  return { ...Object.fromEntries(values), step: adam.step, progress: found.progress };
}

describeOnEachBackend('a checkpoint', () => {
  const plain = { Table: [[1, 2]], bias: [3], first: [4, 5, 6], second: [7, 8, 9], step: 7, progress };

  it('holds all that training goes on from, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    expect(await readBack(stateOf(tf.tensor1d([1.5, 2.5, 3.5])))).toEqual({
      ...plain,
      average: [1.5, 2.5, 3.5],
    });
    expect(await readBack(stateOf())).toEqual(plain);
    expect(tf.memory().numTensors - before).toBe(0);
  });

  it('holds tables of items, all of whose rows have moved up to its step', async () => {
    const path = join(folder, 'checkpoint.safetensors');
    const items = {
      width: 2,
      weights: numbers(0),
      first: numbers(4),
      second: numbers(8),
      average: numbers(12),
    };
    const output = {
      width: 2,
      weights: numbers(16),
      first: numbers(20),
      second: numbers(24),
      average: undefined,
    };
    const tables = { byName: { items, output }, movedTo: Int32Array.of(7, 7) };
    const state = { ...stateOf(), tables };
    await saveCheckpoint(path, state, progress);
    const found = await loadCheckpoint(path, 'one');
    expect(found?.state.tables).toEqual(tables);
    expect(Object.keys(found?.state.parameters ?? {})).toEqual(['Table', 'bias']);
    disposeState(state);
    if (found) disposeState(found.state);
  });
});
