// The processes that work out the parts of a training's gradients, as that training sees them.
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { notePeakOf } from '../config/peak-memory.ts';
import { isNative } from '../tensorflow/gradient.ts';
import type { Answer, Beginning, Question } from './gradient-messages.ts';
import type { GradientOptions } from './gradients-here.ts';

export interface PartOfGradient {
  loss: number;
  /** Of all weights end to end. */
  gradient: Float32Array;
}

/** Asked one question at a time. */
export interface GradientProcess {
  pid: number | undefined;
  /** @throws GradientProcessFailed */
  ask(question: Question): Promise<PartOfGradient>;
  /** Resolves when the process has ended. */
  close(): Promise<void>;
}

export class GradientProcessFailed extends Error {
  override name = 'GradientProcessFailed';
}

const PROGRAM = fileURLToPath(new URL('gradient-process.ts', import.meta.url));

/** `count` processes, each with its share of the cores, on the backend of this one. */
export function startGradientProcesses(
  { config, settings, seed }: GradientOptions,
  count: number,
): GradientProcess[] {
  const threads = String(Math.max(1, Math.floor(availableParallelism() / count)));
  const env = { ...process.env, OMP_NUM_THREADS: threads, TF_NUM_INTRAOP_THREADS: threads };
  const options = { config, settings, seed }; // and nothing that cannot be sent
  const beginning: Beginning = { options, backend: isNative() ? 'native' : 'wasm' };
  return Array.from({ length: count }, () => {
    const child = fork(PROGRAM, { env, serialization: 'advanced' });
    child.send(beginning);
    return { pid: child.pid, ask: (question) => ask(child, question), close: () => close(child) };
  });
}

function ask(child: ChildProcess, question: Question): Promise<PartOfGradient> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      const advice =
        'the same command goes on after the last whole epoch; with training.processes=1 it needs less memory';
      reject(new GradientProcessFailed(`a process that works out gradients ${why}: ${advice}`));
    };
    const ended = (code: number | null, signal: string | null): void =>
      fail(`ended at step ${question.step} (${signal ?? `exit ${code}`})`);
    if (!child.connected) return ended(child.exitCode, child.signalCode);
    child.once('exit', ended);
    child.once('message', (answer: Answer) => {
      child.off('exit', ended);
      if ('error' in answer) return fail(`failed at step ${question.step} (${answer.error})`);
      notePeakOf(child.pid ?? 0, answer.peakMiB);
      resolve(answer);
    });
    child.send(question, (error) => error && ended(child.exitCode, child.signalCode));
  });
}

function close(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    if (child.connected) child.disconnect();
  });
}
