// The CPU time of what a process started: load on the machine changes it less than the time that passes.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever its kernel's own tick. */
const MS_PER_TICK = 10;

interface ProcessTimes {
  name: string;
  parent: number;
  milliseconds: number;
}

/** @returns user and system time in milliseconds of the descendants of this name, or null where there is no /proc */
export function cpuOfDescendants(pid: number, name: string): number | null {
  const all = processes();
  if (all === null) return null;
  const descends = (one: number): boolean => {
    const parent = all.get(one)?.parent;
    return one === pid || (parent !== undefined && descends(parent));
  };
  const counted = [...all].filter(([one, process]) => process.name === name && descends(one));
  return counted.reduce((sum, [, { milliseconds }]) => sum + milliseconds, 0);
}

function processes(): Map<number, ProcessTimes> | null {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return new Map(pids.flatMap((pid) => timesOf(pid) ?? []));
  } catch {
    return null;
  }
}

/** Fields of proc_pid_stat(5) after the name, which may hold spaces: state, parent, …, utime and stime as 12th and 13th. */
function timesOf(pid: string): [[number, ProcessTimes]] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const milliseconds = MS_PER_TICK * ((fields[11] ?? 0) + (fields[12] ?? 0));
    return [[Number(pid), { name, parent: fields[1] ?? 0, milliseconds }]];
  } catch {
    // It ended while it was looked at.
    return null;
  }
}
