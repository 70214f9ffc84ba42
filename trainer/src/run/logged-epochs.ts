// log.csv of a run: what each epoch of its recommender's training came to.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recommenderFolder } from './files-of-run.ts';
import type { Run } from './run-folder.ts';

/** One epoch of training, by the names of log.csv's columns. */
export type LoggedEpoch = Readonly<Record<string, number>>;

export const readTrainingLog = async (run: Run): Promise<LoggedEpoch[]> =>
  parseLog(await readFile(join(recommenderFolder(run), 'log.csv'), 'utf8'));

export function parseLog(csv: string): LoggedEpoch[] {
  const [header = '', ...rows] = csv.trim().split('\n');
  const columns = header.split(',');
  return rows.map((row) => {
    const values = row.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, Number(values[i])]));
  });
}
