// Reading an artifact from R2: nothing leaves here that was not checked against its schema or its hash.
import {
  ARTIFACT_FORMAT,
  artifactKey,
  manifestSchema,
  POINTER_KEY,
  pointerSchema,
  type Manifest,
  type Pointer,
} from '@trimtab/shared/manifest.ts';
import { z } from 'zod';
import { ArtifactError } from './artifact-error.ts';
import type { ArtifactBucket } from './patient-bucket.ts';

export async function readPointer(bucket: ArtifactBucket): Promise<Pointer> {
  return parseWith(pointerSchema, await readJson(bucket, POINTER_KEY), POINTER_KEY);
}

export async function readManifest(bucket: ArtifactBucket, version: string): Promise<Manifest> {
  const key = artifactKey(version, 'manifest.json');
  const json = await readJson(bucket, key);
  const { data } = z.object({ format: z.int() }).safeParse(json);
  if (data !== undefined && data.format > ARTIFACT_FORMAT) {
    const message = `format ${data.format}, but this Worker reads up to ${ARTIFACT_FORMAT}: deploy a newer Worker`;
    throw new ArtifactError('newer-format', key, message);
  }
  const manifest = parseWith(manifestSchema, json, key);
  if (manifest.modelVersion !== version) {
    throw new ArtifactError('inconsistent', key, `is of version ${manifest.modelVersion}`);
  }
  return manifest;
}

/** The file's bytes, which are those that the manifest promises. */
export async function readFile(
  bucket: ArtifactBucket,
  manifest: Manifest,
  name: string,
): Promise<Uint8Array> {
  const key = artifactKey(manifest.modelVersion, name);
  const promised = manifest.files[name];
  if (promised === undefined) throw new ArtifactError('missing', key, 'the manifest does not list it');
  const bytes = await readBytes(bucket, key);
  if (bytes.byteLength !== promised.bytes) {
    const message = `${bytes.byteLength} bytes, expected ${promised.bytes}: publish the version again`;
    throw new ArtifactError('wrong-size', key, message);
  }
  const sha256 = hexadecimal(await crypto.subtle.digest('SHA-256', bytes));
  if (sha256 !== promised.sha256) {
    const message = `sha256 ${sha256}, expected ${promised.sha256}: publish the version again`;
    throw new ArtifactError('wrong-hash', key, message);
  }
  return bytes;
}

export async function readJsonFile<Schema extends z.ZodType>(
  bucket: ArtifactBucket,
  manifest: Manifest,
  name: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const key = artifactKey(manifest.modelVersion, name);
  return parseWith(schema, parseJson(await readFile(bucket, manifest, name), key), key);
}

async function readBytes(bucket: ArtifactBucket, key: string): Promise<Uint8Array<ArrayBuffer>> {
  const object = await bucket.get(key);
  if (object === null) throw new ArtifactError('missing', key, 'is not in the bucket');
  return new Uint8Array(await object.arrayBuffer());
}

async function readJson(bucket: ArtifactBucket, key: string): Promise<unknown> {
  return parseJson(await readBytes(bucket, key), key);
}

function parseJson(bytes: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ArtifactError('not-json', key, 'does not parse as JSON', error);
  }
}

function parseWith<Schema extends z.ZodType>(schema: Schema, json: unknown, key: string): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ArtifactError('invalid', key, `${issue?.path.map(String).join('.')}: ${issue?.message}`);
}

function hexadecimal(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
