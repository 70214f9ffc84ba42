// Where the Worker's files of events lie, and the compacted days beside them: the bucket itself by its S3 interface, the local
// bucket of `wrangler dev`, or a copy in a folder.
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { requirePresent } from '../data/errors.ts';
import { writeWhole } from '../files/atomic.ts';
import { openLocalBinding, type LocalStoreOptions } from '../publish/local-binding.ts';
import { sha256 } from '../files/hash.ts';
import { s3Client, type S3StoreOptions } from '../publish/s3-store.ts';

export interface ListedFile {
  key: string;
  /** Another one when the content is another. */
  version: string;
}

export interface EventFiles {
  /** Says in messages where they lie. */
  readonly name: string;
  /** Files whose keys begin with the prefix, by key. */
  list(prefix: string): Promise<ListedFile[]>;
  read(key: string): Promise<Uint8Array>;
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** What is not there is removed already. */
  remove(key: string): Promise<void>;
}

export const readText = async (files: EventFiles, key: string): Promise<string> =>
  new TextDecoder().decode(await files.read(key));

const byKey = (files: ListedFile[]): ListedFile[] => files.sort((a, b) => (a.key < b.key ? -1 : 1));

/** @param folder with `events/` and `tombstones/`, as in the bucket */
export async function folderFiles(folder: string): Promise<EventFiles> {
  await requirePresent(folder);
  return {
    name: folder,
    async list(prefix) {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      const keys = found
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, '/'),
        )
        .filter((key) => key.startsWith(prefix) && !/(^|\/)\./.test(key)); // the Worker writes no hidden files; systems do
      return byKey(await Promise.all(keys.map((key) => listedIn(folder, key))));
    },
    read: (key) => readFile(join(folder, key)),
    async write(key, bytes) {
      await mkdir(dirname(join(folder, key)), { recursive: true });
      await writeWhole(join(folder, key), bytes);
    },
    remove: (key) => rm(join(folder, key), { force: true }),
  };
}

async function listedIn(folder: string, key: string): Promise<ListedFile> {
  const { size, mtimeMs } = await stat(join(folder, key));
  return { key, version: `${size}-${mtimeMs}` };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function bucketFiles(options: S3StoreOptions): EventFiles {
  const { name, send } = s3Client(options);
  return {
    name,
    async list(prefix) {
      const files: ListedFile[] = [];
      for (let token: string | undefined = ''; token !== undefined;) {
        const query = new URLSearchParams({
          'list-type': '2',
          prefix,
          ...(token && { 'continuation-token': token }),
        });
        const { bytes } = await send(`?${query}`, { method: 'GET' }, []);
        const page = new TextDecoder().decode(bytes);
        files.push(
          ...Array.from(page.matchAll(/<Contents>(.*?)<\/Contents>/gs), ([, entry = '']) => listedBy(entry)),
        );
        token = /<NextContinuationToken>([^<]*)</.exec(page)?.[1];
      }
      return byKey(files);
    },
    read: async (key) => (await send(key, { method: 'GET' }, [])).bytes,
    async write(key, bytes) {
      const headers = { 'x-amz-content-sha256': sha256(bytes) };
      await send(key, { method: 'PUT', body: new Uint8Array(bytes), headers }, []);
    },
    async remove(key) {
      await send(key, { method: 'DELETE' }, [404]);
    },
  };
}

/** Our keys have no signs that XML writes otherwise. */
function listedBy(entry: string): ListedFile {
  const [, key = ''] = /<Key>([^<]*)<\/Key>/.exec(entry) ?? [];
  const [, version = ''] = /<ETag>([^<]*)<\/ETag>/.exec(entry) ?? [];
  return { key, version };
}

/** What is used of an R2 binding (https://developers.cloudflare.com/r2/api/workers/workers-api-reference/). */
interface EventsBinding {
  list(options: {
    prefix: string;
    cursor?: string;
  }): Promise<
    { objects: { key: string; etag: string }[] } & (
      { truncated: true; cursor: string } | { truncated: false }
    )
  >;
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
  put(key: string, bytes: ArrayBuffer): Promise<unknown>;
  delete(key: string): Promise<void>;
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
      async list(prefix) {
        const files: ListedFile[] = [];
        for (let cursor: string | undefined = ''; cursor !== undefined;) {
          const page = await binding.list({ prefix, ...(cursor && { cursor }) });
          files.push(...page.objects.map(({ key, etag }) => ({ key, version: etag })));
          cursor = page.truncated ? page.cursor : undefined;
        }
        return byKey(files);
      },
      async read(key) {
        const found = await binding.get(key);
        if (found !== null) return new Uint8Array(await found.arrayBuffer());
        throw new Error(`${key} went from ${name} while it was read: run the command again`);
      },
      async write(key, bytes) {
        await binding.put(key, new Uint8Array(bytes).buffer);
      },
      remove: (key) => binding.delete(key),
    },
  };
}
