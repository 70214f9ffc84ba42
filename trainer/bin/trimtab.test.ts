import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const LAUNCHER = join(import.meta.dirname, 'trimtab.mjs');

/** Makes every Node process say its id and then wait until it is ended, so that a signal always finds it. */
const WAITING = `data:text/javascript,${encodeURIComponent(`
  const isCommand = process.argv[1].endsWith('cli.ts');
  if (isCommand) process.on('SIGTERM', () => { process.stderr.write('ended in order\\n'); process.exit(143); });
  process.stderr.write('process ' + process.pid + '\\n');
  if (isCommand) {
    setInterval(() => {}, 1000);
    await new Promise(() => {});
  }
`)}`;

interface Launched {
  launcher: ChildProcess;
  /** Of the Node that runs the command. */
  command: number;
  said(): string;
}

/** The launcher on a Node that runs no TypeScript, which therefore starts another one. */
async function launch(): Promise<Launched> {
  const launcher = spawn(process.execPath, ['--no-experimental-strip-types', LAUNCHER, '--help'], {
    env: { ...process.env, NODE_OPTIONS: `--import=${WAITING}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  const command = await new Promise<number>((resolve) => {
    launcher.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, second] = [...text.matchAll(/process (\d+)\n/g)];
      if (second !== undefined) resolve(Number(second[1]));
    });
  });
  return { launcher, command, said: () => text };
}

test('a signal to the launcher ends the command in order, and its exit code is passed on', async () => {
  const { launcher, said } = await launch();
  launcher.kill('SIGTERM');
  expect(await once(launcher, 'close')).toEqual([143, null]);
  expect(said()).toContain('ended in order');
  expect(said()).not.toContain('SIGKILL');
});

test('a command that is killed is reported, with the exit code that shells give', async () => {
  const { launcher, command, said } = await launch();
  process.kill(command, 'SIGKILL');
  expect(await once(launcher, 'close')).toEqual([137, null]);
  expect(said()).toContain('trimtab: ended by SIGKILL; a SIGKILL that nobody sent means too little memory');
});
