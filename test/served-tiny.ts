// The built Worker with the tiny artifact behind it, over HTTP: what tests of the outside ask.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { fillItemStore } from '@trimtab/trainer/publish/item-database.ts';
import { openLocalItemDatabase } from '@trimtab/trainer/publish/local-item-database.ts';
import { openLocalStore } from '@trimtab/trainer/publish/local-store.ts';
import type { ObjectStore } from '@trimtab/trainer/publish/object-store.ts';
import { currentPointer, promote } from '@trimtab/trainer/publish/pointer.ts';
import { publishArtifact } from '@trimtab/trainer/publish/publish.ts';
import { freePort } from '../demo/free-port.ts';
import type { WorkerOptions } from '../demo/worker-process.ts';
import { migrate, startWorker } from '../demo/worker-process.ts';
import { writeTinyArtifact } from './tiny-artifact.ts';

export const TINY_VERSION = 'tiny-000001';

const root = join(import.meta.dirname, '..');
const configPath = join(root, 'wrangler.toml');

export interface Served {
  url: string;
  /** An empty folder that goes when the Worker stops. */
  folder: string;
  /** The bucket that the Worker reads, which may be changed while it runs. */
  store: ObjectStore;
  publish(modelVersion: string): Promise<void>;
  stop(): Promise<void>;
}

interface ServedOptions extends Partial<Pick<WorkerOptions, 'script' | 'variables' | 'readyPath'>> {
  /** Serves the page and the reference too; an empty page stands in for them otherwise. */
  withPages?: boolean;
  idOfItem?: (item: number) => string;
}

export async function serveTiny({
  idOfItem,
  readyPath,
  script,
  withPages,
  variables = {},
}: ServedOptions = {}): Promise<Served> {
  const home = await mkdtemp(join(tmpdir(), 'trimtab-served-'));
  const [persistTo, folder, assets] = ['state', 'folder', 'assets'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([mkdir(folder), mkdir(assets), migrate(persistTo)]);
  const items = await openLocalItemDatabase({ configPath, persistTo });
  if (withPages)
    await build({ root: join(root, 'worker/studio'), logLevel: 'error', build: { outDir: assets } });
  else await writeFile(join(assets, 'index.html'), '<title>no page</title>');
  const store = await openLocalStore({ configPath, persistTo });
  const publish = async (modelVersion: string): Promise<void> => {
    const artifact = join(home, modelVersion);
    await writeTinyArtifact(artifact, modelVersion, idOfItem);
    await publishArtifact(store, artifact);
    const keep = [(await currentPointer(store))?.current ?? ''];
    await fillItemStore(items, { folder: artifact, keep, now: Date.now() });
    await promote(store, modelVersion);
  };
  await publish(TINY_VERSION);
  const port = await freePort();
  const worker = await startWorker({
    port,
    persistTo,
    variables,
    assets,
    ...(script && { script }),
    ...(readyPath && { readyPath }),
  });
  const stop = async (): Promise<void> => {
    await worker.stop();
    await Promise.all([store.close(), items.close()]);
    await rm(home, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, folder, store, publish, stop };
}
