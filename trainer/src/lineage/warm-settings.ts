// The shorter schedules of a training that starts from weights.
import type { AutoencoderSettings, RunConfig, TrainingSettings } from '../config/schema.ts';

type From = NonNullable<RunConfig['from']>;

/** Fewer epochs, each of which is judged, from a lower rate; what is over after as many without a better one stays. */
export const warmTraining = (settings: TrainingSettings, from: From): TrainingSettings => ({
  ...settings,
  maxEpochs: Math.max(1, Math.round(from.epochs * settings.maxEpochs)),
  learningRate: from.learningRate * settings.learningRate,
  ...(settings.maxMinutes === undefined ? {} : { maxMinutes: from.epochs * settings.maxMinutes }),
});

export const warmAutoencoder = (settings: AutoencoderSettings, from: From): AutoencoderSettings => ({
  ...settings,
  epochs: Math.max(1, Math.round(from.epochs * settings.epochs)),
  learningRate: from.learningRate * settings.learningRate,
});
