// The model that the demo serves: a finished run as it is, or one that is trained now.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conceptsSchema } from '@trimtab/shared/concepts.ts';
import { manifestSchema } from '@trimtab/shared/manifest.ts';
import { metricsSchema } from '@trimtab/shared/metrics.ts';
import type { RunOptions } from '@trimtab/trainer/commands/options.ts';
import { newRunOf, saysWhatToTrain } from '@trimtab/trainer/commands/options.ts';
import { artifactFolder } from '@trimtab/trainer/run/files-of-run.ts';
import { homeFolder, openRun, runExists } from '@trimtab/trainer/run/run-folder.ts';
import { runStages } from '@trimtab/trainer/run/stages.ts';
import { startBackend, type Backend } from '@trimtab/trainer/tensorflow/backend.ts';
import { demoConfig } from './config.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface DemoModel {
  /** Folder of the artifact. */
  folder: string;
  modelVersion: string;
  /** What it was trained on now; null where nothing was left to do. */
  backend: string | null;
}

export interface ModelOptions {
  options: RunOptions;
  watch: Stopwatch;
  say(text: string): void;
}

export async function demoModel({ options, watch, say }: ModelOptions): Promise<DemoModel> {
  const finished = await finishedRun(options);
  if (finished !== null) {
    say(`serving the finished run "${options.run}" as it is; --force works through its stages again`);
    return { ...(await modelIn(finished)), backend: null };
  }
  say(dataReason(options.data));
  const run = await newRunOf(options, (input) => demoConfig(input, { backend: options.backend }));
  const started = onDemand(options, say);
  await runStages({
    run,
    until: 'export',
    force: options.force === true,
    finished: (stage, seconds) => watch.add(stage, seconds),
    backend: started.backend,
  });
  return { ...(await modelIn(artifactFolder(run))), backend: started.name() };
}

/** A backend that is started, and spoken of, when the first stage needs one. */
function onDemand(
  { backend: wanted }: RunOptions,
  say: (text: string) => void,
): { backend: () => Promise<Backend>; name: () => string | null } {
  let started: Backend | undefined;
  return {
    async backend() {
      if (started !== undefined) return started;
      started = await startBackend(wanted === undefined ? {} : { backend: wanted });
      say(started.reason);
      return started;
    },
    name: () => started?.name ?? null,
  };
}

/** The artifact of the run that is named, when nothing else is asked of it and it has one. */
async function finishedRun(options: RunOptions): Promise<string | null> {
  const { run: name, force } = options;
  const home = homeFolder();
  if (name === undefined || force === true || saysWhatToTrain(options) || !runExists(home, name)) return null;
  const folder = artifactFolder(await openRun(home, name));
  return existsSync(join(folder, 'manifest.json')) ? folder : null;
}

/** What the artifact in a folder is. */
export async function modelIn(folder: string): Promise<Pick<DemoModel, 'folder' | 'modelVersion'>> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  return { folder, modelVersion: manifestSchema.parse(manifest).modelVersion };
}

function dataReason(data: string | undefined): string {
  if (data !== undefined && data !== 'generated') return `data: ${data}, asked for by option`;
  return 'data: the built-in generated films, since no --data was given; --data ml-latest-small or --data <folder> trains on real ones';
}

export interface Quality {
  ndcg10: number;
  /** NDCG@10 less that of the best baseline. */
  ahead: number;
  baseline: string;
  /** The label score (ROC AUC on held-out users and items) of the attribute that was found worst. */
  lowestLabelScore: number | null;
}

/** What the artifact says of its model; null where it was not measured. */
export async function qualityOf(folder: string): Promise<Quality | null> {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, file), 'utf8'));
  const { recommender, baselines } = metricsSchema.partial().parse(await read('metrics.json'));
  if (recommender === undefined || baselines?.comparison === undefined) return null;
  const { concepts } = conceptsSchema.parse(await read('concepts.json'));
  const scores = concepts.filter(({ kind }) => kind === 'attribute').map(({ labelScore }) => labelScore);
  const { baseline, difference } = baselines.comparison;
  return {
    ndcg10: recommender.ndcg10,
    ahead: difference,
    baseline,
    lowestLabelScore: scores.length === 0 ? null : Math.min(...scores),
  };
}

export function describeQuality({ ndcg10, ahead, baseline, lowestLabelScore }: Quality): string {
  const sign = ahead < 0 ? '' : '+';
  const found =
    lowestLabelScore === null
      ? ''
      : `; attributes are found again with an AUC of ${lowestLabelScore.toFixed(3)} at the least`;
  return `quality: test NDCG@10 ${ndcg10.toFixed(4)}, ${sign}${ahead.toFixed(4)} against the best baseline (${baseline})${found}`;
}
