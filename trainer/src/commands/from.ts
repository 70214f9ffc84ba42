// `--from <run or version>`: which version a run goes on from, and with which settings.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunConfig } from '../config/schema.ts';
import { LineageError } from '../lineage/errors.ts';
import { MANIFEST_FILE, parseManifest } from '../publish/artifact.ts';
import { artifactFolder, trainingFolder } from '../run/files-of-run.ts';
import { openRun, runExists, runFolder } from '../run/run-folder.ts';

export interface EarlierVersion {
  version: string;
  /** Of the run that made it, where it is on this machine. */
  config?: RunConfig;
}

/**
 * @param named a run, or a version whose files are here: that of a run, or one that was fetched to training/<version>
 * @throws LineageError `missing` when there is neither, or the run was not exported
 */
export async function earlierVersion(home: string, named: string): Promise<EarlierVersion> {
  const isName = /^\w[\w.-]{0,99}$/.test(named);
  const run = isName && runExists(home, named) ? named : await runOfVersion(home, named);
  if (run !== undefined) {
    const { folder, config } = await openRun(home, run);
    const version = await versionIn(folder);
    if (version !== undefined && existsSync(trainingFolder({ folder }, version))) return { version, config };
    throw new LineageError(
      'missing',
      `the run "${run}" has no training files to go on from: make them with "trimtab concepts --force --run ${run}" and "trimtab export --run ${run}"`,
    );
  }
  const folder = trainingFolder({ folder: runFolder(home, 'any') }, named);
  if (isName && existsSync(folder)) return { version: named };
  throw new LineageError(
    'missing',
    `--from ${named}: there is neither a run of this name in ${join(home, 'runs')}, nor ${folder}; expected a run ` +
      'that was exported, or a version whose files of training/<version> in the bucket are there',
  );
}

async function runOfVersion(home: string, version: string): Promise<string | undefined> {
  const folder = join(home, 'runs');
  if (!existsSync(folder)) return undefined;
  for (const name of await readdir(folder)) {
    if (existsSync(join(folder, name, 'config.json')) && (await versionIn(join(folder, name))) === version)
      return name;
  }
  return undefined;
}

async function versionIn(folder: string): Promise<string | undefined> {
  const path = join(artifactFolder({ folder }), MANIFEST_FILE);
  return existsSync(path) ? parseManifest(await readFile(path), path).modelVersion : undefined;
}
