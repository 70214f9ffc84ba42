// What training and its processes say to each other.
import type { BackendName } from '../tensorflow/backend-name.ts';
import type { GradientOptions, StepPart } from './gradients-here.ts';

/** The first message to a process, and nothing is answered. */
export interface Beginning {
  options: GradientOptions;
  backend: BackendName;
}

/** Weights end to end, their names and shapes in this order, and the part of a batch to work out. */
export interface Question extends StepPart {
  weights: Float32Array;
  shapes: [name: string, shape: number[]][];
}

export type Answer =
  | { loss: number; gradient: Float32Array; peakMiB: number }
  /** What went wrong. */
  | { error: string };
