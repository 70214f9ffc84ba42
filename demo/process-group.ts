// Programs that the demo starts, each with all that it starts itself: they end when the demo ends, however it does.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');

/** How long a group may take to end in order. */
const PATIENCE_MS = 5000;

export interface Program {
  pid: number;
  child: ChildProcess;
  /** The last lines that it printed. */
  output(): string;
  /** Ends it and all that it started; resolves when none of them is left. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  env?: NodeJS.ProcessEnv;
}

/** @param args of Node: a script and what it is told */
export function startProgram(args: string[], { env = {} }: ProgramOptions = {}): Program {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CI: 'true', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches this process alone, which then ends the group in order.
    detached: true,
  });
  const pid = child.pid ?? 0;
  const endAtOnce = (): void => void signalGroup(pid, 'SIGKILL');
  process.once('exit', endAtOnce);
  child.once('exit', () => {
    endAtOnce(); // what it left behind
    process.off('exit', endAtOnce);
  });
  return { pid, child, output: outputOf(child), stop: () => stopGroup(pid) };
}

/** @throws Error with `problem` and the program's last lines when it fails */
export async function runProgram(args: string[], problem: string, options?: ProgramOptions): Promise<void> {
  const { child, output } = startProgram(args, options);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${problem}:\n${output()}`);
}

async function stopGroup(pid: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const deadline = performance.now() + PATIENCE_MS;
  while (isAlive(pid)) {
    if (performance.now() > deadline) signalGroup(pid, 'SIGKILL');
    await setTimeout(20);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (pid === 0) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false; // nobody is left in it
  }
}

const isAlive = (pid: number): boolean => signalGroup(pid, 0);

function outputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-4000)));
  }
  return () => text.trim();
}
