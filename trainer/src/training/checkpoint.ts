// What training keeps on disk so that a stopped run goes on to the same result: one file, whole or absent.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import * as tf from '@tensorflow/tfjs-core';
import { readWeights, writeSafetensors } from '../files/safetensors.ts';
import { toParameters, toWeights } from '../recommender/initialise.ts';
import type { Parameters } from '../recommender/recommender.ts';
import type { TrainState } from './step.ts';
import { tableArrays, takeTableArrays } from './table-arrays.ts';

export const epochRecordSchema = z.object({
  epoch: z.int(),
  steps: z.int(),
  loss: z.number(),
  tokensPerSecond: z.number(),
  seconds: z.number(),
  validationNdcg10: z.number(),
  validationHr10: z.number(),
});

const progressSchema = z.object({ fingerprint: z.string(), epochs: z.array(epochRecordSchema) });

export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** `fingerprint` names the config and data that the checkpoint belongs to. */
export type Progress = z.infer<typeof progressSchema>;

const WEIGHT = 'weights/';

export async function saveCheckpoint(path: string, state: TrainState, progress: Progress): Promise<void> {
  const { parameters, adam, average, tables } = state;
  const all: Parameters = { first: adam.first, second: adam.second, ...(average && { average }) };
  for (const [name, tensor] of Object.entries(parameters)) all[WEIGHT + name] = tensor;
  const arrays = { ...(tables && tableArrays(tables)), ...(await toWeights(all)) };
  await writeSafetensors(path, arrays, {
    step: String(adam.step),
    progress: JSON.stringify(progress),
  });
}

/** The checkpoint at `path` when it belongs to this fingerprint; null when there is none, or it is of another run or form. */
export async function loadCheckpoint(
  path: string,
  fingerprint: string,
): Promise<{ state: TrainState; progress: Progress } | null> {
  if (!existsSync(path)) return null;
  const { weights, metadata } = await readWeights(path);
  const progress = progressSchema.parse(JSON.parse(metadata['progress'] ?? '{}'));
  if (progress.fingerprint !== fingerprint) return null;
  const step = Number(metadata['step']);
  const { tables, rest } = takeTableArrays(weights, step);
  const parameters: Parameters = {};
  const lines: Record<string, tf.Tensor1D> = {};
  for (const [name, tensor] of Object.entries(toParameters(rest))) {
    if (name.startsWith(WEIGHT)) parameters[name.slice(WEIGHT.length)] = tensor;
    else lines[name] = tensor as tf.Tensor1D;
  }
  const { first, second, average } = lines;
  if (first === undefined || second === undefined) {
    tf.dispose([parameters, lines]);
    return null;
  }
  return {
    state: { parameters, adam: { step, first, second }, average, tables },
    progress,
  };
}

export function disposeState({ parameters, adam, average }: TrainState): void {
  tf.dispose([parameters, adam.first, adam.second]);
  average?.dispose();
}
