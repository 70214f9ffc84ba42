// The Worker as people run it: built by wrangler, served by workerd on localhost, with local D1 and R2.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const wrangler = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js');

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
  for (const database of ['DB', 'CATALOGUE']) await migrateOne(database, persistTo);
}

async function migrateOne(database: string, persistTo: string): Promise<void> {
  const child = start(['d1', 'migrations', 'apply', database, '--local', '--persist-to', persistTo]);
  const output = outputOf(child);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the local database could not be prepared:\n${output()}`);
}

/**
 * Starts the Worker and waits until it answers.
 *
 * @throws Error with the Worker's last words when it ends or stays silent for a minute
 */
export async function startWorker({
  port,
  persistTo,
  variables,
  script,
  assets,
  readyPath = '/healthz',
}: WorkerOptions): Promise<RunningWorker> {
  const given = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const flags = ['--port', String(port), '--ip', '127.0.0.1', '--persist-to', persistTo];
  const child = start([
    'dev',
    ...(script === undefined ? [] : [script]),
    ...(assets === undefined ? [] : ['--assets', assets]),
    ...flags,
    '--show-interactive-dev-session=false',
    '--log-level',
    'warn',
    ...given,
  ]);
  const output = outputOf(child);
  const exited = once(child, 'exit').then(output);
  const url = `http://localhost:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await exited;
  };
  const failed = exited.then((words) => Promise.reject(new Error(`the Worker ended:\n${words}`)));
  try {
    await Promise.race([answers(`http://127.0.0.1:${port}${readyPath}`, 60_000), failed]);
  } catch (error) {
    await stop();
    throw error;
  }
  failed.catch(() => {});
  return { url, pid: child.pid ?? 0, stop, ended: exited };
}

function start(args: string[]): ChildProcess {
  const environment = {
    ...process.env,
    WRANGLER_SEND_METRICS: 'false',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    CI: 'true',
    NO_COLOR: '1',
  };
  const child = spawn(process.execPath, [wrangler, ...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches this process alone, which then stops the Worker in order.
    detached: true,
  });
  const endTogether = (): void => void child.kill('SIGTERM');
  process.once('exit', endTogether);
  child.once('exit', () => process.off('exit', endTogether));
  return child;
}

/** The last lines a process printed. */
function outputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-4000)));
  }
  return () => text.trim();
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
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
