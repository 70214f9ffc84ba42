// The Worker's own local R2, which `wrangler dev` shares: what the demo and the tests publish to.
import { PublishError } from './errors.ts';
import { openLocalBinding, type LocalStoreOptions } from './local-binding.ts';
import { SHA256_METADATA, type ObjectStore, type PutOptions, type StoredObject } from './object-store.ts';

/** What is used of an R2 binding (https://developers.cloudflare.com/r2/api/workers/workers-api-reference/). */
interface R2Binding {
  head(key: string): Promise<R2Object | null>;
  get(key: string): Promise<(R2Object & { arrayBuffer(): Promise<ArrayBuffer> }) | null>;
  put(key: string, value: ArrayBuffer, options: R2PutOptions): Promise<R2Object | null>;
}

interface R2Object {
  etag: string;
  customMetadata?: Record<string, string>;
}

interface R2PutOptions {
  sha256: string;
  httpMetadata: { contentType: string };
  customMetadata: Record<string, string>;
  onlyIf?: { etagMatches?: string; etagDoesNotMatch?: string };
}

/** Starts the local R2 of the Worker; `close` stops it. */
export async function openLocalStore(options: LocalStoreOptions): Promise<ObjectStore> {
  const { binding, close } = await openLocalBinding<R2Binding>(options, 'ARTIFACTS', 'r2_buckets');
  return { ...bucketStore(binding), close };
}

function bucketStore(bucket: R2Binding): Omit<ObjectStore, 'close'> {
  return {
    name: 'the local R2',
    async info(key) {
      const found = await bucket.head(key);
      return found && { etag: found.etag, sha256: sha256Of(found) };
    },
    async get(key): Promise<StoredObject | null> {
      const found = await bucket.get(key);
      if (!found) return null;
      const bytes = new Uint8Array(await found.arrayBuffer());
      return { bytes, etag: found.etag, sha256: sha256Of(found) };
    },
    async put(key, bytes, options) {
      const content = new Uint8Array(bytes).buffer;
      const put = await bucket.put(key, content, putOptions(options)).catch((cause: unknown) => {
        throw new PublishError('store-failure', `the local R2 refused ${key}: ${String(cause)}`, { cause });
      });
      return put !== null;
    },
  };
}

const sha256Of = (object: R2Object): string | null => object.customMetadata?.[SHA256_METADATA] ?? null;

function putOptions({ sha256, contentType, condition }: PutOptions): R2PutOptions {
  const options: R2PutOptions = {
    sha256,
    httpMetadata: { contentType },
    customMetadata: { [SHA256_METADATA]: sha256 },
  };
  if (condition) {
    options.onlyIf = 'etag' in condition ? { etagMatches: condition.etag } : { etagDoesNotMatch: '*' };
  }
  return options;
}
