import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRun, saveConfig } from '@trimtab/trainer/run/run-folder.ts';
import { writeTinyArtifact } from '../test/tiny-artifact.ts';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '..');
const MAIN = join(root, 'demo/main.ts');
const VERSION = 'tiny-000001';

/** wrangler starts six times here, which takes a busy machine its time. */
const PATIENCE = { timeout: 400_000 };

let home: string;

/** A finished run of settings that no option asks for. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trimtab-demo-'));
  const run = await createRun(home, { recommender: { blocks: 3 }, seed: 77 }, 'finished');
  await saveConfig(run);
  await mkdir(join(run.folder, 'artifact'));
  await writeTinyArtifact(join(run.folder, 'artifact'), VERSION);
});
afterAll(() => rm(home, { recursive: true, force: true }));

interface Started {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout shows this. */
  shows(text: string): Promise<void>;
}

function start(command: string, args: string[]): Started {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, TRIMTAB_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const shows = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => (said.stdout.includes(text) ? resolve() : undefined);
      look();
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`it ended without "${text}":\n${said.stderr}`)));
    });
  return { child, stdout: () => said.stdout, stderr: () => said.stderr, shows };
}

/** Processes that were started with this test's folder in their environment, and still run. */
function leftRunning(): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => read(`/proc/${pid}/environ`).includes(`TRIMTAB_HOME=${home}\0`))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it ended meanwhile, or is somebody else's
  }
}

const demoOf = (...line: string[]): Started => start(process.execPath, [MAIN, '--run', 'finished', ...line]);

test(
  'a finished run is served whatever its settings, and --json prints times on stdout alone',
  PATIENCE,
  async () => {
    const { child, stdout, stderr } = demoOf('--once', '--json', '--port', String(await freePort()));
    const [code] = (await once(child, 'close')) as [number];
    expect(stderr()).toContain('serving the finished run "finished" as it is');
    expect(code).toBe(0);
    const printed = JSON.parse(stdout()) as Record<string, unknown>;
    expect(printed).toMatchObject({ backend: null, total: expect.any(Number) as number });
    expect(Object.keys(printed['seconds'] as object)).toEqual(['prepare', 'publish', 'start', 'example']);
  },
);

// The processes of a system without /proc cannot be looked through here.
test.skipIf(!existsSync('/proc'))(
  'a SIGTERM to npm ends everything that the demo started',
  PATIENCE,
  async () => {
    const port = String(await freePort());
    const { child, shows } = start('npm', ['run', '-s', 'demo', '--', '--run', 'finished', '--port', port]);
    await shows('Ctrl-C stops it.');
    expect(leftRunning().length).toBeGreaterThan(2); // wrangler and what it runs
    child.kill('SIGTERM');
    await once(child, 'close'); // when nobody holds its output any more
    expect(leftRunning()).toEqual([]);
  },
);

test('a port that another server has is refused at once', async () => {
  const server = createServer((_, response) => response.end('{"status":"ok"}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { child, stdout, stderr } = demoOf('--port', String(port));
  expect(await once(child, 'close')).toEqual([1, null]);
  server.close();
  expect(stderr()).toContain(`demo: port ${port} is taken by another server`);
  expect(stdout()).toBe('');
});

test(
  'a version that somebody else published into the folder gives way to the one that is asked for',
  PATIENCE,
  async () => {
    await writeFile(join(home, 'demo/published'), 'another version');
    const { child, stderr } = demoOf('--once', '--port', String(await freePort()));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(stderr()).toContain(`published ${VERSION}`);
  },
);
