// A model version on disk: graphs, catalogue, concepts and metrics, with manifest.json over them, written whole.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { COLUMNS_FILE, columnsOf } from '@trimtab/shared/catalogue-columns.ts';
import { catalogueSchema, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { conceptsSchema, type Concepts } from '@trimtab/shared/concepts.ts';
import { ARTIFACT_FORMAT, manifestSchema, type Manifest } from '@trimtab/shared/manifest.ts';
import { TABLE_FILE } from '@trimtab/shared/gradient/item-table.ts';
import { metricsSchema, type Metrics } from '@trimtab/shared/metrics.ts';
import { PROBES_FILE, probesSchema, type Probes } from '@trimtab/shared/probes.ts';
import { samplesSchema, type Samples } from '@trimtab/shared/samples.ts';
import { z } from 'zod';
import { PublishError } from './errors.ts';
import { sha256 } from '../files/hash.ts';
import { versionName } from './version.ts';

export const MANIFEST_FILE = 'manifest.json';

export interface ArtifactContent {
  encoder: Uint8Array;
  head: Uint8Array;
  /** The item table of the head (`tableBytes`), where its graphs take edits of the last state. */
  table?: Uint8Array;
  catalogue: Catalogue;
  concepts: Concepts;
  /** A group that was not measured is absent. */
  metrics: Partial<Metrics>;
  samples?: Samples;
  /** Lists that the graphs gave: without them a version cannot be proved before it serves. */
  probes?: Probes;
  /** The manifest but for what this module knows: its format and the files. Without a name it is named by what it holds. */
  manifest: Omit<Manifest, 'format' | 'files' | 'modelVersion'> & Partial<Pick<Manifest, 'modelVersion'>>;
}

export interface Artifact {
  manifest: Manifest;
  /** The bytes of manifest.json itself. */
  manifestBytes: Uint8Array;
  /** Every file that the manifest lists, by name. */
  files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes a version into `folder`, replacing what was there. It is made beside it and moved into place at the end, so
 * that `folder` never holds half a version; manifest.json is written last.
 *
 * @throws PublishError `invalid-artifact` when a part does not fit its schema; nothing is written then
 */
export async function writeArtifact(folder: string, content: ArtifactContent): Promise<Manifest> {
  const files = artifactFiles(content);
  const listed = [...files].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }]);
  const { modelVersion, ...described } = content.manifest;
  const unnamed = { ...described, format: ARTIFACT_FORMAT, files: Object.fromEntries(listed) as unknown };
  const manifest = checked(manifestSchema, MANIFEST_FILE, {
    ...unnamed,
    modelVersion: modelVersion ?? versionName({ ...unnamed, createdAt: null }),
  });
  const partial = `${folder}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    for (const [name, bytes] of files) await writeFile(join(partial, name), bytes);
    await writeFile(join(partial, MANIFEST_FILE), json(manifest));
    await replaceFolder(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return manifest;
}

function artifactFiles(content: ArtifactContent): Map<string, Uint8Array> {
  const { encoder, head, table, catalogue, concepts, metrics, samples, probes } = content;
  const files = new Map<string, Uint8Array>([
    ['encoder.onnx', encoder],
    ['head.onnx', head],
    ['catalogue.json', json(checked(catalogueSchema, 'catalogue.json', catalogue))],
    [COLUMNS_FILE, json(columnsOf(catalogue))],
    ['concepts.json', json(checked(conceptsSchema, 'concepts.json', concepts))],
    ['metrics.json', json(checked(metricsSchema.partial(), 'metrics.json', metrics))],
  ]);
  if (table) files.set(TABLE_FILE, table);
  if (samples) files.set('samples.json', json(checked(samplesSchema, 'samples.json', samples)));
  if (probes) files.set(PROBES_FILE, json(checked(probesSchema, PROBES_FILE, probes)));
  return files;
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

function checked<T>(schema: z.ZodType<T>, file: string, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PublishError(
    'invalid-artifact',
    `${file} does not fit its schema:\n${z.prettifyError(parsed.error)}`,
  );
}

/** A folder cannot be renamed over one that has files, so the old one steps aside first. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${to}.${process.pid}.old`;
  await mkdir(dirname(to), { recursive: true });
  const hadOld = await rename(to, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  await rename(from, to);
  if (hadOld) await rm(old, { recursive: true, force: true });
}

/**
 * Reads a version back and checks every byte of it against the manifest.
 *
 * @throws PublishError `damaged-artifact` or `invalid-artifact`, naming the file
 */
export async function readArtifact(folder: string): Promise<Artifact> {
  const manifestBytes = await readPart(folder, MANIFEST_FILE);
  const manifest = parseManifest(manifestBytes, join(folder, MANIFEST_FILE));
  const files = new Map<string, Uint8Array>();
  for (const [name, expected] of Object.entries(manifest.files)) {
    const bytes = await readPart(folder, name);
    if (bytes.length !== expected.bytes || sha256(bytes) !== expected.sha256) {
      throw new PublishError(
        'damaged-artifact',
        `${join(folder, name)} is not the file that the manifest lists (${bytes.length} bytes, expected ` +
          `${expected.bytes} with sha256 ${expected.sha256}): run \`trimtab export\` again`,
      );
    }
    files.set(name, bytes);
  }
  return { manifest, manifestBytes, files };
}

export function parseManifest(bytes: Uint8Array, where: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new PublishError('damaged-artifact', `${where} is not JSON: run \`trimtab export\` again`, {
      cause,
    });
  }
  refuseNewer(value, where);
  return checked(manifestSchema, where, value);
}

function refuseNewer(value: unknown, where: string): void {
  const { data } = z.object({ format: z.int() }).safeParse(value);
  if (data === undefined || data.format <= ARTIFACT_FORMAT) return;
  throw new PublishError(
    'invalid-artifact',
    `${where} is of format ${data.format}, and this version of trimtab reads up to ${ARTIFACT_FORMAT}: use the one that wrote it, or a newer one`,
  );
}

async function readPart(folder: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw new PublishError(
      'damaged-artifact',
      `${join(folder, name)} cannot be read: run \`trimtab export\` to make the artifact`,
      { cause },
    );
  }
}
