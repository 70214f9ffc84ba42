import { expect, it } from 'vitest';
import { initialWeights } from '../recommender/initialise.ts';
import { peakMiB } from '../config/peak-memory.ts';
import { describeOnEachBackend } from '../../testing/each-backend.ts';
import { nextItemBatch } from './batches.ts';
import { tinyConfig, tinySettings } from '../../testing/example-data.ts';
import type { Question } from './gradient-messages.ts';
import type { GradientProcess } from './gradient-processes.ts';
import { GradientProcessFailed, startGradientProcesses } from './gradient-processes.ts';

const config = tinyConfig(10);
const weights = Object.entries(initialWeights(config, 1));
const size = weights.reduce((sum, [, { data }]) => sum + data.length, 0);
const question: Question = {
  weights: new Float32Array(size),
  shapes: weights.map(([name, { shape }]) => [name, shape]),
  batch: nextItemBatch([Int32Array.of(5, 6, 2)]),
  step: 7,
  part: 0,
};

const start = (): GradientProcess =>
  startGradientProcesses({ config, settings: tinySettings(), seed: 1 }, 1)[0] as GradientProcess;

const isRunning = (pid = 0): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describeOnEachBackend('a process that works out gradients', () => {
  it('answers, counts as memory of this one, and ends when it is let go', async () => {
    const own = peakMiB();
    const helper = start();
    const { loss, gradient } = await helper.ask(question);
    expect(loss).toBeCloseTo(Math.log(10), 5); // of weights that are all zero
    expect(gradient).toHaveLength(size);
    expect(peakMiB()).toBeGreaterThan(own + 50); // Node and a backend
    expect(isRunning(helper.pid)).toBe(true);
    await helper.close();
    expect(isRunning(helper.pid)).toBe(false);
  });

  it('is missed when it ends by itself, at once and later', async () => {
    const helper = start();
    const failure = helper.ask(question);
    process.kill(helper.pid ?? 0, 'SIGKILL');
    await expect(failure).rejects.toThrow(GradientProcessFailed);
    await expect(failure).rejects.toThrow(/ended at step 7 \(SIGKILL\): the same command goes on/);
    await expect(helper.ask(question)).rejects.toThrow(/ended at step 7 \(SIGKILL\)/);
    await helper.close();
  });
});
