// Settings that nobody chose follow the size of the data: they are settled once, when a run's data has been read.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withDefaults } from '../config/defaults.ts';
import type { RunConfigInput } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
import type { DataSize } from '../config/size.ts';
import { settingsForSize } from '../config/size.ts';
import type { Dataset } from '../data/dataset.ts';
import { itemCount, userCount } from '../data/dataset.ts';
import { writeJson } from '../files/atomic.ts';
import type { Run } from './run-folder.ts';
import { createRun, defaultName, runFolder } from './run-folder.ts';

/** Beside config.json: what a run was settled by, so that the same options name the same config again. */
const SIZE_FILE = 'size.json';

const sizeSchema = z.strictObject({ users: z.int(), items: z.int(), interactions: z.int() });

/** A run for what was asked, whose other settings follow its data; one that was settled before keeps them. */
export async function startRun(home: string, asked: RunConfigInput, name?: string): Promise<Run> {
  const chosen = name ?? defaultName(parseConfig(withDefaults(asked), 'the options'));
  const size = await readSize(runFolder(home, chosen));
  const run = await createRun(home, withDefaults(asked, size), chosen);
  return existsSync(join(run.folder, 'config.json')) ? run : { ...run, asked };
}

/**
 * Gives the run the settings that suit data of this size, unless it has its own already.
 *
 * @returns a line for each choice that the size made
 */
export async function settle(run: Run, data: Dataset): Promise<string[]> {
  if (run.asked === undefined) return [];
  const size: DataSize = {
    users: userCount(data),
    items: itemCount(data),
    interactions: data.items.length,
  };
  await writeJson(join(run.folder, SIZE_FILE), size);
  run.config = parseConfig(withDefaults(run.asked, size), 'the options');
  if (run.config.data.source === 'generated') return [];
  return settingsForSize(size).map(({ reason }) => reason);
}

async function readSize(folder: string): Promise<DataSize | undefined> {
  const path = join(folder, SIZE_FILE);
  if (!existsSync(path)) return undefined;
  return sizeSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}
