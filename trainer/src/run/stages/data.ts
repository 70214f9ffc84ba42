// Stage data: interactions from anywhere become the run's dataset.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { RunConfig } from '../../config/schema.ts';
import { itemCount, userCount } from '../../data/dataset.ts';
import { describeRepeats, withProtocol } from '../../data/protocol.ts';
import { dataUntil } from '../../data/until.ts';
import { shuffleBursts } from '../../data/shuffle-bursts.ts';
import { filesRead } from '../../data/read-source.ts';
import { openData } from '../../data/source.ts';
import { writeDataset } from '../../data/store.ts';
import { sha256OfFile } from '../../files/hash.ts';
import { datasetFolder } from '../files-of-run.ts';
import { settle } from '../settle.ts';
import type { Stage } from './stage.ts';

export const dataStage: Stage = {
  name: 'data',
  says: 'reads who liked what, and when',
  inputs: async ({ config: { data, seed } }) => [
    data,
    seed,
    await contentsRead(data),
    ...(data.events === undefined ? [] : [await contentOf(data.events)]),
    ...(data.leftOut === undefined ? [] : [await contentOf(data.leftOut)]),
  ],
  async work({ run, report }) {
    const { seed, data: settings } = run.config;
    const { source, protocol = 'leave-one-out', targets, shuffleBursts: gap, until, ...options } = settings;
    const opened = await openData(source, { ...options, seed }, { log: (text) => report.line(text) });
    const known = until === undefined ? opened : dataUntil(opened, until);
    const ordered = gap === undefined ? known : shuffleBursts(known, gap, seed);
    const data = withProtocol(ordered, protocol, targets);
    await writeDataset(datasetFolder(run), data);
    report.line(
      `${data.name}: ${userCount(data)} users, ${itemCount(data)} items, ${data.items.length} interactions`,
    );
    const repeats = describeRepeats(data, ['validation', 'test']);
    if (repeats !== null) report.line(repeats);
    for (const reason of await settle(run, data)) report.line(reason);
  },
};

/** What is in the files that are read, companions too, so that changed data is read again and moved files are not. */
export async function contentsRead(data: RunConfig['data']): Promise<unknown> {
  if (!existsSync(data.source)) return null;
  const files = await filesRead(data).catch(() => null); // what is wrong is told when the data is read
  if (files === null) return null;
  return Promise.all(files.map(async (file) => [basename(file), await contentOf(file)]));
}

const contentOf = (file: string): Promise<string | null> =>
  existsSync(file) ? sha256OfFile(file) : Promise.resolve(null);
