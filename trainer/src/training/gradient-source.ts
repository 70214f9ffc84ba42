// Where training gets its gradients from: this process, or several that share each batch.
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../recommender/recommender.ts';
import type { Batch } from './batches.ts';
import { tokensOf } from './batches.ts';
import { flatten, unflatten } from '../optimiser/flat.ts';
import type { GradientProcess, PartOfGradient } from './gradient-processes.ts';
import { startGradientProcesses } from './gradient-processes.ts';
import type { GradientOptions, LossAndGradients } from './gradients-here.ts';
import { gradientsHere } from './gradients-here.ts';

export interface GradientSource {
  /** The mean loss of all parts of a batch together, and its gradient for every weight, by name. */
  of(parameters: Parameters, parts: Batch[], step: number): Promise<LossAndGradients>;
  close(): Promise<unknown>;
}

/**
 * Opens what works gradients out. With one process it is this one, on all cores. With more, each has its share of the cores and a part of
 * every batch, while this one only moves the weights: what a step cannot spread over cores is then done side by side.
 */
export function openGradients(options: GradientOptions): GradientSource {
  const { processes } = options.settings;
  return processes === 1 ? fromHere(options) : fromProcesses(options, processes);
}

const fromHere = (options: GradientOptions): GradientSource => ({
  of(parameters, [batch], step) {
    if (batch === undefined) throw new RangeError('a batch of no parts has no gradient');
    return gradientsHere(options, parameters, { batch, step, part: 0 });
  },
  close: () => Promise.resolve(),
});

function fromProcesses(options: GradientOptions, count: number): GradientSource {
  let processes: GradientProcess[] = []; // until there is a step to take
  return {
    async of(parameters, parts, step) {
      if (processes.length === 0) processes = startGradientProcesses(options, count);
      const weights = await toVector(parameters);
      const shapes = Object.entries(parameters).map(([name, { shape }]): [string, number[]] => [name, shape]);
      const asked = parts.map((batch, part) => processes[part]?.ask({ weights, shapes, batch, step, part }));
      const answers = (await Promise.all(asked)).flatMap((answer) => answer ?? []);
      const { loss, gradient } = meanOfParts(answers, parts);
      return { loss, gradients: tf.tidy(() => unflatten(tf.tensor1d(gradient), parameters)) };
    },
    close: () => Promise.all(processes.map((process) => process.close())),
  };
}

async function toVector(parameters: Parameters): Promise<Float32Array> {
  const vector = tf.tidy(() => flatten(parameters, Object.keys(parameters)));
  const numbers = (await vector.data()) as Float32Array;
  vector.dispose();
  return numbers;
}

/** Σ (tokens of the part ÷ tokens) · what the part says, of loss and gradient. */
export function meanOfParts(answers: PartOfGradient[], parts: Batch[]): PartOfGradient {
  const tokens = tokensOf(parts);
  const gradient = new Float32Array(answers[0]?.gradient.length ?? 0);
  let loss = 0;
  answers.forEach((answer, n) => {
    const share = (parts[n]?.targets.length ?? 0) / tokens;
    loss += share * answer.loss;
    for (let i = 0; i < gradient.length; i++) {
      gradient[i] = (gradient[i] as number) + share * (answer.gradient[i] as number);
    }
  });
  return { loss, gradient };
}
