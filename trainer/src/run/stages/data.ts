// Stage data: interactions from anywhere become the run's dataset.
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { itemCount, userCount } from '../../data/dataset.ts';
import { describeRepeats, withProtocol } from '../../data/protocol.ts';
import { shuffleBursts } from '../../data/shuffle-bursts.ts';
import { openData } from '../../data/source.ts';
import { writeDataset } from '../../data/store.ts';
import { sha256 } from '../../files/hash.ts';
import { datasetFolder } from '../files-of-run.ts';
import { settle } from '../settle.ts';
import type { Stage } from './stage.ts';

export const dataStage: Stage = {
  name: 'data',
  says: 'reads who liked what, and when',
  inputs: async ({ config: { data, seed } }) => [
    data,
    seed,
    await sourceState(data.source),
    ...(data.items === undefined ? [] : [await sourceState(data.items)]),
    // Gathered anew before each run: only what it says tells whether it changed.
    ...(data.events === undefined ? [] : [await contentOf(data.events)]),
  ],
  async work({ run, report }) {
    const { seed, data: settings } = run.config;
    const { source, protocol = 'leave-one-out', targets, shuffleBursts: gap, ...options } = settings;
    const opened = await openData(source, { ...options, seed });
    const ordered = gap === undefined ? opened : shuffleBursts(opened, gap, seed);
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

/** Sizes and times of the files of a source on disk, so that changed data is read again. */
async function sourceState(source: string): Promise<unknown> {
  if (!existsSync(source)) return null;
  if (!(await stat(source)).isDirectory()) return fileState(source);
  const names = (await readdir(source)).sort();
  return Promise.all(names.map((name) => fileState(join(source, name))));
}

async function contentOf(file: string): Promise<string | null> {
  return existsSync(file) ? sha256(await readFile(file)) : null;
}

async function fileState(path: string): Promise<unknown> {
  const { size, mtimeMs } = await stat(path);
  return [path, size, mtimeMs];
}
