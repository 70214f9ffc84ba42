// The most memory that this process, and those that work for it, have been resident with.

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
