// The stages of a run, each reading the files of those before it and writing its own. One whose inputs have not
// changed is skipped, so a run that stopped goes on where it was.
import type { Backend } from '../tensorflow/backend.ts';
import { removeAbandonedFiles } from '../files/abandoned.ts';
import { forgetParts, keepFilesIn, keepIn } from '../files/kept-parts.ts';
import { canonicalJson, sha256 } from '../files/hash.ts';
import { peakMiB } from '../config/peak-memory.ts';
import type { Progress } from '../config/progress.ts';
import { stageProgress } from '../config/progress.ts';
import { codeHash } from '../publish/version.ts';
import type { Run } from './run-folder.ts';
import { forgetStages, saveConfig, partsFolder, stageRecord, writeStageRecord } from './run-folder.ts';
import type { Stage } from './stages/stage.ts';
import { dataStage } from './stages/data.ts';
import { activationsStage, trainStage } from './stages/train.ts';
import { saeStage } from './stages/sae.ts';
import { conceptsStage } from './stages/concepts.ts';
import { evaluateStage, graphsStage } from './stages/evaluate.ts';
import { exportStage } from './stages/export.ts';

export const STAGES: readonly Stage[] = [
  dataStage,
  trainStage,
  activationsStage,
  saeStage,
  conceptsStage,
  graphsStage,
  evaluateStage,
  exportStage,
];

export interface RunStagesOptions {
  run: Run;
  /** Or what starts it, asked for when there is work to do. */
  backend: Backend | (() => Promise<Backend>);
  /** The last stage to run; all before it run too when they have not. */
  until: string;
  /** Runs `until` again even when nothing changed. What comes after it then runs again too, when it is asked for. */
  force?: boolean;
  progress?: (stage: string) => Progress;
  /** Is told how long each stage took that worked. */
  finished?: (stage: string, seconds: number) => void;
  stages?: readonly Stage[];
}

/**
 * Runs the stages up to `until` that are not done yet, or whose inputs have changed.
 *
 * @throws RangeError for a stage that there is not
 * @example await runStages({ run, backend: () => startBackend({}), until: 'concepts' })
 */
export async function runStages({
  run,
  backend,
  until,
  force = false,
  progress = stageProgress,
  finished,
  stages = STAGES,
}: RunStagesOptions): Promise<void> {
  const names = stages.map((stage) => stage.name);
  const last = names.indexOf(until);
  if (last < 0) throw new RangeError(`there is no stage "${until}": ${names.join(', ')}`);
  removeAbandonedFiles(run.folder);
  let key = '';
  for (const [i, stage] of stages.slice(0, last + 1).entries()) {
    key = sha256(canonicalJson([key, stage.name, await stage.inputs(run)]));
    const report = progress(`[${i + 1}/${stages.length}] ${stage.name.padEnd(11)}`);
    const done = await stageRecord(run, stage.name);
    if (done?.key === key && !(force && i === last)) {
      report.line(`done before, in ${done.seconds.toFixed(0)} s`);
      continue;
    }
    const started = await (typeof backend === 'function' ? backend() : backend);
    report.line(`${stage.says}${nextOf(stages.slice(i + 1, last + 1))}`);
    const began = performance.now();
    await forgetStages(run, names.slice(i));
    const again = done?.key === key;
    const parts = partsFolder(run, stage.name);
    if (again) await forgetParts(parts);
    const partsKey = sha256(canonicalJson([key, await codeHash()]));
    const kept = { keep: keepIn(parts, partsKey), keepFile: keepFilesIn(parts, partsKey) };
    await stage.work({ run, backend: started, report, key, again, ...kept });
    const seconds = (performance.now() - began) / 1000;
    await writeStageRecord(run, stage.name, {
      key,
      seconds,
      finishedAt: new Date().toISOString(),
      backend: started.name,
      peakMiB: peakMiB(),
    });
    await forgetParts(parts);
    await saveConfig(run);
    report.line(`finished in ${seconds.toFixed(1)} s, with ${peakMiB()} MiB at most so far`);
    finished?.(stage.name, seconds);
  }
}

/** What comes after a stage, so that nobody who waits wonders. */
const nextOf = (later: readonly Stage[]): string =>
  later.length === 0 ? '' : `; then ${later.map(({ name }) => name).join(', ')}`;
