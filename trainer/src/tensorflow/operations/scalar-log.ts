// Figures of training as TensorBoard reads them, where the native library writes them.
import * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../gradient.ts';

export interface ScalarLog {
  write(step: number, figures: Record<string, number>): void;
  close(): void;
}

/** The part of the native backend that is used here; the package and its types may be absent. */
interface SummaryBackend {
  summaryWriter(folder: string): tf.Tensor;
  createSummaryFileWriter(writer: tf.Tensor, folder: string): void;
  writeScalarSummary(writer: tf.Tensor, step: number, name: string, value: number): void;
  flushSummaryWriter(writer: tf.Tensor): void;
}

/** An event file in this folder for `tensorboard --logdir`; nothing on wasm, which cannot write one. */
export function openScalarLog(folder: string): ScalarLog {
  if (!isNative()) return { write: () => {}, close: () => {} };
  const backend = tf.backend() as unknown as SummaryBackend;
  const writer = tf.keep(backend.summaryWriter(folder));
  tf.tidy(() => backend.createSummaryFileWriter(writer, folder));
  return {
    write(step, figures) {
      for (const [name, value] of Object.entries(figures)) {
        tf.tidy(() => backend.writeScalarSummary(writer, step, name, value));
      }
      backend.flushSummaryWriter(writer);
    },
    close: () => writer.dispose(),
  };
}
