// What a report is made of: the artifact of a run, its config, and the log of its training.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogueSchema, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { conceptsSchema, type Concept } from '@trimtab/shared/concepts.ts';
import { manifestSchema, type Manifest } from '@trimtab/shared/manifest.ts';
import { metricsSchema, type Metrics } from '@trimtab/shared/metrics.ts';
import type { RunConfig } from '../config/schema.ts';
import { artifactFolder, metricsFile } from '../run/files-of-run.ts';
import type { Run } from '../run/run-folder.ts';
import { RunError } from '../run/run-folder.ts';
import type { LoggedEpoch } from '../run/logged-epochs.ts';
import { readTrainingLog } from '../run/logged-epochs.ts';

export interface ReportedRun {
  name: string;
  config: RunConfig;
  manifest: Manifest;
  metrics: Metrics;
  catalogue: Catalogue;
  concepts: Concept[];
  epochs: LoggedEpoch[];
}

/** @throws RunError when the run has no artifact yet */
export async function readReportedRun(run: Run): Promise<ReportedRun> {
  const folder = artifactFolder(run);
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new RunError(
      `the run "${run.name}" has no artifact to report on: "trimtab run --run ${run.name}" finishes it`,
    );
  }
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, file), 'utf8'));
  return {
    name: run.name,
    config: run.config,
    manifest: manifestSchema.parse(await read('manifest.json')),
    // Those of the run: what is published leaves out times.
    metrics: metricsSchema.parse(JSON.parse(await readFile(metricsFile(run), 'utf8'))),
    catalogue: catalogueSchema.parse(await read('catalogue.json')),
    concepts: conceptsSchema.parse(await read('concepts.json')).concepts,
    epochs: await readTrainingLog(run),
  };
}
