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

/** What a program said went wrong, for a message: the lines that speak of an error, or else its last ones. */
export function whatWentWrong(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error/i.test(line));
  return (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3)).map((line) => line.trim()).join(' | ');
}
