// What training an autoencoder keeps after each epoch, so that a stopped run goes on to the same weights.
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { entryOf } from '@trimtab/shared/look-up.ts';
import type { KeptFile } from '../files/kept-parts.ts';
import { readSafetensors, writeSafetensors } from '../files/safetensors.ts';
import { toParameters, toWeights } from '../recommender/initialise.ts';
import type { Parameters } from '../recommender/recommender.ts';
import type { Weights } from '../files/weights.ts';
import type { AutoencoderState } from './step.ts';

const WEIGHT = 'weights/';

/** Numbers that are no floats: positions since each latent fired, which floats would round beyond 2²⁴. */
const IDLE = 'idle';

/** Writes where training is after so many epochs, in place of what was kept before. */
export async function saveAutoencoder(
  { path, key }: KeptFile,
  { parameters, adam, idle }: AutoencoderState,
  epochs: number,
): Promise<void> {
  const floats: Parameters = { first: adam.first, second: adam.second };
  for (const [name, tensor] of Object.entries(parameters)) floats[WEIGHT + name] = tensor;
  const all = { ...(await toWeights(floats)), [IDLE]: { shape: [idle.length], data: Int32Array.from(idle) } };
  await writeSafetensors(path, all, { key, step: String(adam.step), epochs: String(epochs) });
}

/** Where training was, and after how many epochs; null where nothing is kept, or something of another key. */
export async function keptAutoencoder({
  path,
  key,
}: KeptFile): Promise<{ state: AutoencoderState; epochs: number } | null> {
  if (!existsSync(path)) return null;
  const { arrays, metadata } = await readSafetensors(path);
  if (metadata['key'] !== key) return null;
  const floats: Weights = {};
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    if (data instanceof Float32Array) floats[name] = { shape, data };
  }
  const { first, second, ...weights } = floats;
  if (first === undefined || second === undefined) return null;
  const named = Object.entries(weights).map(([name, weight]) => [name.slice(WEIGHT.length), weight] as const);
  const adam = { first: tf.tensor1d(first.data), second: tf.tensor1d(second.data) };
  return {
    state: {
      parameters: toParameters(Object.fromEntries(named)),
      adam: { step: Number(metadata['step']), ...adam },
      idle: Float64Array.from(entryOf(arrays, IDLE).data),
    },
    epochs: Number(metadata['epochs']),
  };
}
