// npm hands a signal to the shell that it runs scripts in, and that shell may end without passing it on.

const EVERY_MS = 250;

/** Takes the end of the process that started this one for a SIGTERM, where that was npm or its shell. */
export function endWithParent(environment: NodeJS.ProcessEnv = process.env): void {
  if (environment['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, EVERY_MS);
  watch.unref();
}
