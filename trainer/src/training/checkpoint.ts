// What training keeps on disk so that a stopped run goes on to the same result: one file, whole or absent.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import * as tf from '@tensorflow/tfjs-core';
import { readWeights, writeSafetensors } from '../files/safetensors.ts';
import { toParameters, toWeights } from '../recommender/initialise.ts';
import type { Parameters } from '../recommender/recommender.ts';
import type { Weights } from '../recommender/weights.ts';
import type { TrainState } from './step.ts';

export const epochRecordSchema = z.object({
  epoch: z.int(),
  steps: z.int(),
  loss: z.number(),
  validationNdcg10: z.number(),
  validationHr10: z.number(),
  tokensPerSecond: z.number(),
  seconds: z.number(),
});

const progressSchema = z.object({ fingerprint: z.string(), epochs: z.array(epochRecordSchema) });

export type EpochRecord = z.infer<typeof epochRecordSchema>;

/** `fingerprint` names the config and data that the checkpoint belongs to. */
export type Progress = z.infer<typeof progressSchema>;

const PARTS = ['weights', 'first', 'second'] as const;

export async function saveCheckpoint(path: string, state: TrainState, progress: Progress): Promise<void> {
  const parts = { weights: state.parameters, first: state.adam.first, second: state.adam.second };
  const all: Parameters = {};
  for (const part of PARTS) {
    for (const [name, tensor] of Object.entries(parts[part])) all[`${part}/${name}`] = tensor;
  }
  await writeSafetensors(path, await toWeights(all), {
    step: String(state.adam.step),
    progress: JSON.stringify(progress),
  });
}

/** The checkpoint at `path` when it belongs to this fingerprint, null when there is none or it is of another run. */
export async function loadCheckpoint(
  path: string,
  fingerprint: string,
): Promise<{ state: TrainState; progress: Progress } | null> {
  if (!existsSync(path)) return null;
  const { weights, metadata } = await readWeights(path);
  const progress = progressSchema.parse(JSON.parse(metadata['progress'] ?? '{}'));
  if (progress.fingerprint !== fingerprint) return null;
  const part = (prefix: string): Weights =>
    Object.fromEntries(
      Object.entries(weights)
        .filter(([name]) => name.startsWith(`${prefix}/`))
        .map(([name, weight]) => [name.slice(prefix.length + 1), weight]),
    );
  const [parameters, first, second] = PARTS.map((name) => toParameters(part(name))) as [
    Parameters,
    Parameters,
    Parameters,
  ];
  return { state: { parameters, adam: { step: Number(metadata['step']), first, second } }, progress };
}

export function disposeState(state: TrainState): void {
  tf.dispose([state.parameters, state.adam.first, state.adam.second]);
}
