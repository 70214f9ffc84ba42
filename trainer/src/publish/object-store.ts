// What publishing asks of a store of objects; R2 through its binding and through S3 are two of them.

export interface ObjectInfo {
  /** As the store compares it in conditions. */
  etag: string;
  /** Of the content, recorded when it was put; null for an object that something else put there. */
  sha256: string | null;
}

export interface StoredObject extends ObjectInfo {
  bytes: Uint8Array;
}

/** A put happens only when the object is still the one of this etag, or when there is none yet. */
export type PutCondition = { etag: string } | { absent: true };

export interface PutOptions {
  sha256: string;
  contentType: string;
  condition?: PutCondition;
}

export interface ObjectStore {
  /** Says in messages which store it is. */
  readonly name: string;
  get(key: string): Promise<StoredObject | null>;
  /** The same without the content. */
  info(key: string): Promise<ObjectInfo | null>;
  /** Returns false when the condition did not hold. The store refuses bytes that are not of the sha256. */
  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<boolean>;
  close(): Promise<void>;
}

/** Name of the metadata entry that holds the sha256, the same in every store. */
export const SHA256_METADATA = 'sha256';
