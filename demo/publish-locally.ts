// An artifact to the Worker's local R2 and item store, and made the version that serves.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fillItemStore } from '@trimtab/trainer/publish/item-database.ts';
import { openLocalItemDatabase } from '@trimtab/trainer/publish/local-item-database.ts';
import { openLocalStore } from '@trimtab/trainer/publish/local-store.ts';
import { promote } from '@trimtab/trainer/publish/pointer.ts';
import { publishArtifact } from '@trimtab/trainer/publish/publish.ts';
import { unlessFresh } from './fresh.ts';

const configPath = join(import.meta.dirname, '../wrangler.toml');

export interface PublishOptions {
  /** Folder of the artifact. */
  folder: string;
  modelVersion: string;
  /** Folder of the Worker's local state. */
  persistTo: string;
  /** Whatever was published before. */
  anew: boolean;
}

/** Does nothing when this version was the last that the demo published there. */
export async function publishLocally({
  folder,
  modelVersion,
  persistTo,
  anew,
}: PublishOptions): Promise<void> {
  const record = join(persistTo, 'published');
  if (anew || !existsSync(join(persistTo, 'v3/r2'))) await rm(record, { force: true });
  await unlessFresh(record, modelVersion, () => publish(folder, persistTo));
}

async function publish(folder: string, persistTo: string): Promise<void> {
  const local = { configPath, persistTo };
  const items = await openLocalItemDatabase(local);
  await fillItemStore(items, { folder, keep: [], now: Date.now() }).finally(() => items.close());
  const store = await openLocalStore(local);
  try {
    const { modelVersion } = await publishArtifact(store, folder);
    await promote(store, modelVersion);
    console.error(`published ${modelVersion} to ${store.name}`);
  } finally {
    await store.close();
  }
}
