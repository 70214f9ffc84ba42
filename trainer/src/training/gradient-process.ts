// A process that works out gradients for a training in another one, until that one lets go of it.
import * as tf from '@tensorflow/tfjs-core';
import { peakMiB } from '../config/peak-memory.ts';
import { startBackend } from '../tensorflow/backend.ts';
import { flatten, unflatten } from '../optimiser/flat.ts';
import type { Answer, Beginning, Question } from './gradient-messages.ts';
import { gradientsHere } from './gradients-here.ts';

/** Nobody may be left to hear it. */
const answer = (message: Answer): void => {
  process.send?.(message, () => {});
};

process.on('disconnect', () => process.exit());
process.once('message', (beginning: Beginning) => {
  const started = startBackend({ backend: beginning.backend });
  process.on('message', (question: Question) => {
    started
      .then(() => gradientOf(beginning, question))
      .then(answer, (error: unknown) => answer({ error: String(error) }));
  });
});

async function gradientOf({ options }: Beginning, { weights, shapes, ...part }: Question): Promise<Answer> {
  const like = Object.fromEntries(
    shapes.map(([name, shape]) => [name, { shape, size: tf.util.sizeFromShape(shape) }]),
  );
  const parameters = tf.tidy(() => unflatten(tf.tensor1d(weights), like));
  const { loss, gradients } = await gradientsHere(options, parameters, part);
  const vector = tf.tidy(() => flatten(gradients, Object.keys(like)));
  const gradient = (await vector.data()) as Float32Array;
  tf.dispose([parameters, gradients, vector]);
  return { loss, gradient, peakMiB: peakMiB() };
}
