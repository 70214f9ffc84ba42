// The Worker as people run it: built by wrangler, served by workerd on localhost, with local D1 and R2.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { refuseTakenPort } from './port.ts';
import type { Program } from './process-group.ts';
import { runProgram, startProgram } from './process-group.ts';

const wrangler = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js');
const WRANGLER_ENV = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

export interface WorkerOptions {
  port: number;
  /** Folder of the local D1 and R2. */
  persistTo: string;
  variables: Record<string, string>;
  /** Runs instead of the configuration's `main`. */
  script?: string;
  /** Static files instead of the page. */
  assets?: string;
  /** What answers 200 when the Worker is ready; `/healthz`, which loads the model, unless told. */
  readyPath?: string;
}

export interface RunningWorker {
  url: string;
  /** Of wrangler, whose children serve. */
  pid: number;
  stop(): Promise<void>;
  /** Resolves when the Worker ends by itself, with what it printed last. */
  ended: Promise<string>;
}

/** Creates or brings up to date the tables of the local D1: what people keep, and the item store. */
export async function migrate(persistTo: string): Promise<void> {
  for (const database of ['DB', 'CATALOGUE']) {
    const args = ['d1', 'migrations', 'apply', database, '--local', '--persist-to', persistTo];
    const problem = 'the local database could not be prepared';
    await runProgram([wrangler, ...args], problem, { env: WRANGLER_ENV });
  }
}

/**
 * Starts the Worker and waits until it answers.
 *
 * @throws Error when the port is taken, and with the Worker's last words when it ends or stays silent for a minute
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { port, readyPath = '/healthz' } = options;
  await refuseTakenPort(port);
  const program = startProgram([wrangler, ...flagsOf(options)], { env: WRANGLER_ENV });
  const ended = lastWords(program);
  const failed = ended.then((words) => Promise.reject(new Error(`the Worker ended:\n${words}`)));
  try {
    await Promise.race([answers(`http://127.0.0.1:${port}${readyPath}`, 60_000), failed]);
  } catch (error) {
    await program.stop();
    throw error;
  }
  failed.catch(() => {});
  return { url: `http://localhost:${port}`, pid: program.pid, stop: program.stop, ended };
}

const lastWords = ({ child, output }: Program): Promise<string> => once(child, 'exit').then(output);

function flagsOf({ port, persistTo, variables, script, assets }: WorkerOptions): string[] {
  return [
    'dev',
    ...(script === undefined ? [] : [script]),
    ...(assets === undefined ? [] : ['--assets', assets]),
    `--port=${port}`,
    '--ip=127.0.0.1',
    `--persist-to=${persistTo}`,
    '--show-interactive-dev-session=false',
    '--log-level=warn',
    ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  ];
}

async function answers(url: string, milliseconds: number): Promise<void> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return;
    if (performance.now() > deadline) {
      const state = response === null ? 'no answer' : `status ${response.status}: ${await response.text()}`;
      throw new Error(`the Worker did not become ready within ${milliseconds / 1000} s (${url}: ${state})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
