// publish, promote and rollback: a run's artifact to R2, and the pointer that says which version serves.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Pointer } from '@trimtab/shared/manifest.ts';
import { artifactFolder, trainingFolder } from '../run/files-of-run.ts';
import { homeFolder, openRun } from '../run/run-folder.ts';
import { d1Options, openD1ItemDatabase } from '../publish/d1-item-database.ts';
import { PublishError } from '../publish/errors.ts';
import { fillItemStore, type ItemDatabase } from '../publish/item-database.ts';
import { openLocalItemDatabase } from '../publish/local-item-database.ts';
import { openLocalStore } from '../publish/local-store.ts';
import type { ObjectStore } from '../publish/object-store.ts';
import { currentPointer, promote, rollback, servableVersions } from '../publish/pointer.ts';
import { publishArtifact } from '../publish/publish.ts';
import { publishTraining } from '../publish/training.ts';
import { openS3Store, s3Options } from '../publish/s3-store.ts';

export interface StoreOptions {
  /** The Worker’s local R2, or R2 itself with secrets from the environment. */
  to: 'local' | 'r2';
  persistTo?: string;
  json?: boolean;
}

/** The Worker's configuration, whose bindings say what the local stores are. */
export const WRANGLER_CONFIG = join(import.meta.dirname, '../../../wrangler.toml');

const localOf = ({ persistTo }: StoreOptions) => ({
  configPath: WRANGLER_CONFIG,
  ...(persistTo === undefined ? {} : { persistTo }),
});

export const openStore = async (options: StoreOptions): Promise<ObjectStore> =>
  options.to === 'local' ? openLocalStore(localOf(options)) : openS3Store(s3Options(process.env));

/** Opens the store for the work, prints what it gives as JSON where that is asked for, and closes the store. */
export async function withStore<T>(
  options: StoreOptions,
  work: (store: ObjectStore) => Promise<T>,
): Promise<void> {
  const store = await openStore(options);
  try {
    const result = await work(store);
    if (options.json === true) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } finally {
    await store.close();
  }
}

export interface PublishOptions extends StoreOptions {
  run?: string;
  promote: boolean;
}

export async function publish(options: PublishOptions): Promise<void> {
  const run = await openRun(homeFolder(), options.run);
  await withStore(options, async (store) => {
    const published = await publishArtifact(store, artifactFolder(run));
    console.error(`published ${published.modelVersion} to ${store.name}`);
    const training = trainingFolder(run, published.modelVersion);
    if (existsSync(training)) await publishTraining(store, training);
    else console.error(`no next version can go on from it: ${training} is not there`);
    const itemStore = await fillIfConfigured(options, artifactFolder(run), await currentPointer(store));
    const { modelVersion } = published;
    const pointer = options.promote ? await promote(store, modelVersion, { unlessRolledBack: true }) : null;
    if (pointer !== null) sayPointer(pointer);
    return { ...published, itemStore, pointer };
  });
}

export const promoteVersion = (version: string, options: StoreOptions): Promise<void> =>
  withStore(options, async (store) => sayPointer(await promote(store, version)));

export const rollbackVersion = (options: StoreOptions): Promise<void> =>
  withStore(options, async (store) => sayPointer(await rollback(store)));

/**
 * Small catalogues are served without the item store, and only lack their last resort: where it is not set up yet,
 * publishing goes on and says so. The Worker refuses a large catalogue that is not in it.
 */
export async function fillIfConfigured(
  options: StoreOptions,
  folder: string,
  pointer: Pointer | null,
): Promise<boolean> {
  try {
    const database = await openItemDatabase(options);
    try {
      const keep = servableVersions(pointer);
      const isNew = await fillItemStore(database, { folder, keep, now: Date.now() });
      console.error(`${database.name} ${isNew ? 'was filled' : 'has it already'}`);
      return true;
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!(error instanceof PublishError) || error.code !== 'store-configuration') throw error;
    console.error(`the item store stays as it is: ${error.message}`);
    return false;
  }
}

async function openItemDatabase(options: StoreOptions): Promise<ItemDatabase> {
  if (options.to === 'local') return openLocalItemDatabase(localOf(options));
  return openD1ItemDatabase(d1Options(process.env));
}

function sayPointer(pointer: Pointer): Pointer {
  const { current, previous, rolledBack = [] } = pointer;
  console.error(`current: ${current}, previous: ${previous ?? 'none'}`);
  if (rolledBack.length > 0) console.error(`stay out, since they were rolled back: ${rolledBack.join(', ')}`);
  return pointer;
}
