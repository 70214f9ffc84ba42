// How much memory a run needs: what each stage's process had held at most, and the most of all stages.
import type { Run } from './run-folder.ts';
import { stageRecord } from './run-folder.ts';

const peaksOfOthers = new Map<number, number>();

/** What a process that works for this one, by its id, has been resident with at most so far. */
export const notePeakOf = (pid: number, mebibytes: number): void => {
  peaksOfOthers.set(pid, mebibytes);
};

/**
 * The most memory that this process has been resident with so far, native libraries included, in MiB, and those that
 * work for it: at most so much at once, since they need not have peaked together.
 */
export function peakMiB(): number {
  const own = Math.round(process.resourceUsage().maxRSS / 1024); // Node has it in KiB everywhere
  return [...peaksOfOthers.values()].reduce((sum, peak) => sum + peak, own);
}

/** The peak of the stages that are recorded, or null when none of them says. */
export async function peakOfRun(run: Run, stages: readonly string[]): Promise<number | null> {
  const records = await Promise.all(stages.map((stage) => stageRecord(run, stage)));
  const peaks = records.flatMap((record) => record?.peakMiB ?? []);
  return peaks.length === 0 ? null : Math.max(...peaks);
}
