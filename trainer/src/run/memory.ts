// How much memory a run needs: what each stage's process had held at most, and the most of all stages.
import type { Run } from './run-folder.ts';
import { stageRecord } from './run-folder.ts';

/** The peak of the stages that are recorded, or null when none of them says. */
export async function peakOfRun(run: Run, stages: readonly string[]): Promise<number | null> {
  const records = await Promise.all(stages.map((stage) => stageRecord(run, stage)));
  const peaks = records.flatMap((record) => record?.peakMiB ?? []);
  return peaks.length === 0 ? null : Math.max(...peaks);
}
