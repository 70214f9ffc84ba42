// Where the Worker's files of events lie: the bucket itself, by its S3 interface, or a copy of it in a folder.
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { requirePresent } from '../data/errors.ts';
import { openLocalBinding, type LocalStoreOptions } from '../publish/local-binding.ts';
import { s3Client, type S3StoreOptions } from '../publish/s3-store.ts';

export interface EventFiles {
  /** Says in messages where they lie. */
  readonly name: string;
  /** Keys that begin with the prefix, in their order. */
  keys(prefix: string): Promise<string[]>;
  read(key: string): Promise<string>;
}

/** @param folder with `events/` and `tombstones/`, as in the bucket */
export async function folderFiles(folder: string): Promise<EventFiles> {
  await requirePresent(folder);
  return {
    name: folder,
    async keys(prefix) {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      return found
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, '/'),
        )
        .filter((key) => key.startsWith(prefix) && !/(^|\/)\./.test(key)) // the Worker writes no hidden files; systems do
        .sort();
    },
    read: (key) => readFile(join(folder, key), 'utf8'),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function bucketFiles(options: S3StoreOptions): EventFiles {
  const { name, send } = s3Client(options);
  return {
    name,
    async keys(prefix) {
      const keys: string[] = [];
      for (let token: string | undefined = ''; token !== undefined;) {
        const query = new URLSearchParams({
          'list-type': '2',
          prefix,
          ...(token && { 'continuation-token': token }),
        });
        const page = textOf(await send(`?${query}`, { method: 'GET' }, []));
        // Our keys have no signs that XML writes otherwise.
        keys.push(...Array.from(page.matchAll(/<Key>([^<]*)<\/Key>/g), ([, key = '']) => key));
        token = /<NextContinuationToken>([^<]*)</.exec(page)?.[1];
      }
      return keys;
    },
    read: async (key) => textOf(await send(key, { method: 'GET' }, [])),
  };
}

/** What is used of an R2 binding (https://developers.cloudflare.com/r2/api/workers/workers-api-reference/). */
interface EventsBinding {
  list(options: {
    prefix: string;
    cursor?: string;
  }): Promise<{ objects: { key: string }[] } & ({ truncated: true; cursor: string } | { truncated: false })>;
  get(key: string): Promise<{ text(): Promise<string> } | null>;
}

/** The Worker's own local bucket, which `wrangler dev` shares; `close` lets go of it. */
export async function localFiles(
  options: LocalStoreOptions,
): Promise<{ files: EventFiles; close: () => Promise<void> }> {
  const { binding, close } = await openLocalBinding<EventsBinding>(options, 'EVENTS', 'r2_buckets');
  const name = 'the local R2';
  return {
    close,
    files: {
      name,
      async keys(prefix) {
        const keys: string[] = [];
        for (let cursor: string | undefined = ''; cursor !== undefined;) {
          const page = await binding.list({ prefix, ...(cursor && { cursor }) });
          keys.push(...page.objects.map(({ key }) => key));
          cursor = page.truncated ? page.cursor : undefined;
        }
        return keys.sort();
      },
      async read(key) {
        const found = await binding.get(key);
        if (found === null)
          throw new Error(`${key} went from ${name} while it was read: run the command again`);
        return found.text();
      },
    },
  };
}

const textOf = ({ bytes }: { bytes: Uint8Array }): string => new TextDecoder().decode(bytes);
