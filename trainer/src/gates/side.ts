// One of the two versions that a gate compares: its tables, and its graphs as they are served, in wasm on one thread.
import { catalogueSchema, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { conceptsSchema, type Concepts } from '@trimtab/shared/concepts.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';
import { metricsSchema, type Metrics } from '@trimtab/shared/metrics.ts';
import type { z } from 'zod';
import { openGraphs, type GraphSession } from '../onnx/session.ts';
import { PublishError } from '../publish/errors.ts';
import { parsed } from '../publish/parsed-file.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** A version as it lies in a folder or a store. */
export interface VersionFiles {
  manifest: Manifest;
  files: Files;
}

export interface Tables {
  manifest: Manifest;
  catalogue: Catalogue;
  concepts: Concepts;
  metrics: Partial<Metrics>;
  /** Item id → index. */
  index: ReadonlyMap<string, number>;
}

export interface Side extends Tables {
  session: GraphSession;
}

/** @throws PublishError `invalid-artifact` for a table that does not fit its schema */
export function tablesOf({ manifest, files }: VersionFiles): Tables {
  const catalogue = parsedIn(files, 'catalogue.json', catalogueSchema);
  return {
    manifest,
    catalogue,
    concepts: parsedIn(files, 'concepts.json', conceptsSchema),
    metrics: parsedIn(files, 'metrics.json', metricsSchema.partial()),
    index: new Map(catalogue.ids.map((id, item) => [id, item])),
  };
}

/** Opens the graphs, and closes them after `work`. */
export async function withSide<T>(version: VersionFiles, work: (side: Side) => Promise<T>): Promise<T> {
  const tables = tablesOf(version);
  const session = await openGraphs({
    encoder: bytesOf(version.files, 'encoder.onnx'),
    head: bytesOf(version.files, 'head.onnx'),
  });
  try {
    return await work({ ...tables, session });
  } finally {
    await session.close();
  }
}

export function bytesOf(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes !== undefined) return bytes;
  throw new PublishError('damaged-artifact', `the manifest does not list ${name}: publish the version again`);
}

const parsedIn = <Schema extends z.ZodType>(files: Files, name: string, schema: Schema): z.output<Schema> =>
  parsed(bytesOf(files, name), name, schema);
