// The timing group of metrics.json, from the records that the stages left.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { recommenderFolder } from './files-of-run.ts';
import type { Run } from './run-folder.ts';
import { stageRecord } from './run-folder.ts';

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
  const [header = '', ...rows] = (await readFile(join(recommenderFolder(run), 'log.csv'), 'utf8'))
    .trim()
    .split('\n');
  const columns = header.split(',');
  const of = (row: string, column: string): number => Number(row.split(',')[columns.indexOf(column)]);
  const seconds = rows.reduce((sum, row) => sum + of(row, 'seconds'), 0);
  return rows.reduce((sum, row) => sum + of(row, 'tokensPerSecond') * of(row, 'seconds'), 0) / seconds;
}
