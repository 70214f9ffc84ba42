// What work that was stopped left half-written. Ctrl-C ends the process at once, wherever it is, since no handler waits
// for a busy loop to end; what was whole stays, and the next start clears the rest.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Files and folders are written beside their place as `<name>.<process>.partial` and renamed when they are whole. */
const PARTIAL = /(?:\.(\d+))?\.partial$/;

/** Clears a folder of what processes that have ended were writing, at any depth. */
export function removeAbandonedFiles(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const match = PARTIAL.exec(name);
    if (match === null || isAlive(match[1])) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** A file that names no process was nobody's for long. */
function isAlive(pid: string | undefined): boolean {
  if (pid === undefined || Number(pid) === process.pid) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's, and alive
  }
}
