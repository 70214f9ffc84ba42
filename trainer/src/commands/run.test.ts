import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CLI = join(import.meta.dirname, '../cli.ts');

/** The process says that its first stage begins, and from then on is busy: it never looks for signals again. */
const BUSY = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text, ...rest) => {
    if (!String(text).includes('[1/')) return write(text, ...rest);
    writeSync(2, 'busy');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
`)}`;

test('a signal ends a run in the middle of work that lets go of nothing', async () => {
  const home = await mkdtemp(join(tmpdir(), 'trimtab-busy-'));
  const child = spawn(process.execPath, [CLI, 'run', '--backend', 'wasm'], {
    env: { ...process.env, NODE_OPTIONS: `--import=${BUSY}`, TRIMTAB_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('busy') && resolve());
  });
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
  await rm(home, { recursive: true });
});
