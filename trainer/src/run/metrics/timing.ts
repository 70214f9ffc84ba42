// The timing group of metrics.json, from the records that the stages left.
import { entryOf } from '@trimtab/shared/look-up.ts';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import type { Run } from '../run-folder.ts';
import { stageRecord } from '../run-folder.ts';
import type { LoggedEpoch } from '../logged-epochs.ts';
import { readTrainingLog } from '../logged-epochs.ts';

const TIMED = ['data', 'train', 'activations', 'sae', 'concepts', 'graphs'];

/** Seconds of the stages before evaluation, and the mean training speed in real (unpadded) tokens a second. */
export async function timingOf(run: Run, backend: string): Promise<Metrics['timing']> {
  const stages: Record<string, number> = {};
  for (const stage of TIMED) {
    const record = await stageRecord(run, stage);
    if (record !== null) stages[stage] = record.seconds;
  }
  return {
    stages,
    tokensPerSecond: await trainingSpeed(run),
    backend: (await stageRecord(run, 'train'))?.backend ?? backend,
  };
}

async function trainingSpeed(run: Run): Promise<number> {
  const epochs = await readTrainingLog(run);
  const over = (of: (epoch: LoggedEpoch) => number): number =>
    epochs.reduce((sum, epoch) => sum + of(epoch), 0);
  const seconds = over((epoch) => entryOf(epoch, 'seconds'));
  return over((epoch) => entryOf(epoch, 'tokensPerSecond') * entryOf(epoch, 'seconds')) / seconds;
}
