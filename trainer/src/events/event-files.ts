// Where the Worker's files of events lie: the bucket itself, by its S3 interface, or a copy of it in a folder.
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { requirePresent } from '../data/errors.ts';
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

const textOf = ({ bytes }: { bytes: Uint8Array }): string => new TextDecoder().decode(bytes);
