// Running another program and keeping what it said.
import { spawn } from 'node:child_process';

export interface ProgramOptions {
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
}

export interface ProgramResult {
  /** Null where the program is not there or was ended by a signal. */
  code: number | null;
  absent: boolean;
  /** stdout and stderr, in the order in which they came. */
  output: string;
}

export type RunProgram = (
  program: string,
  args: string[],
  options?: ProgramOptions,
) => Promise<ProgramResult>;

export const runProgram: RunProgram = (program, args, { cwd, environment } = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: null, absent: error.code === 'ENOENT', output: output + error.message }),
    );
    child.on('close', (code) => resolve({ code, absent: false, output }));
  });

/** The last lines that say something, for an error message. */
export function lastLines(output: string, count: number = 3): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join(' | ');
}
