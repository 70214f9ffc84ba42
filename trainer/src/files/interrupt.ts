// Ctrl-C in the middle of work: what was being written goes away, what was whole stays.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Files and folders are written beside their place as `….partial` and renamed when they are whole. */
export function removePartialFiles(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.partial')) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** On an interrupt, clears the folder of partial files and ends the process. @returns stops watching */
export function removePartialFilesOnInterrupt(folder: string): () => void {
  const handlers = SIGNALS.map(([signal, code]) => {
    const handle = (): void => {
      removePartialFiles(folder);
      process.stderr.write('\nstopped; the same command goes on from here\n');
      process.exit(code);
    };
    // Before all others, which may end the process; and not only once, since a second signal must not cut this short.
    process.prependListener(signal, handle);
    return () => void process.off(signal, handle);
  });
  return () => handlers.forEach((stop) => stop());
}
