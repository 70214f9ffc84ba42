// What training says of its epochs: a line for people, a CSV, and scalars for TensorBoard.
import type { TrainingSettings } from '../config/schema.ts';
import type { EpochRecord } from './checkpoint.ts';

/** The epoch whose weights are kept: the first with the highest validation NDCG@10. */
export function bestEpoch(epochs: EpochRecord[]): number {
  return epochs.reduce((best, e) => (e.validationNdcg10 > best.validationNdcg10 ? e : best)).epoch;
}

export function describeLast(epochs: EpochRecord[], { maxEpochs }: TrainingSettings): string {
  const last = epochs[epochs.length - 1] as EpochRecord;
  const best = bestEpoch(epochs) === last.epoch ? ', the best so far' : '';
  return (
    `epoch ${last.epoch}/${maxEpochs}: loss ${last.loss.toFixed(3)}, validation NDCG@10 ` +
    `${last.validationNdcg10.toFixed(4)}${best} (${Math.round(last.tokensPerSecond)} tokens/s)`
  );
}

export function toCsv(epochs: EpochRecord[]): string {
  const columns = Object.keys(epochs[0] ?? {}) as (keyof EpochRecord)[];
  const rows = epochs.map((record) => columns.map((column) => record[column]).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}
