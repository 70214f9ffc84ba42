// Loads the native backend from a folder and multiplies: run as a process of its own, since a library that does not
// fit the processor ends the process that loads it.
import * as tf from '@tensorflow/tfjs-core';
import { NATIVE } from '../gradient.ts';
import { loadNative } from './load.ts';

const [folder = ''] = process.argv.slice(2);
const description = loadNative(folder);
await tf.setBackend(NATIVE);
const product = tf.matMul(
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]),
  tf.tensor2d([[5], [6]]),
);
const values = [...product.dataSync()];
if (String(values) !== '17,39') throw new Error(`a product came out as ${String(values)}, expected 17,39`);
console.log(JSON.stringify(description));
