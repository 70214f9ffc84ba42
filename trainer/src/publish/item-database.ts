// The item store as publishing fills it: a version's ids, titles and popularity in D1, in step with its files in R2.
import { catalogueSchema, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { fillStatements, type Statement } from '@trimtab/shared/item-store.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';
import { readArtifact } from './artifact.ts';
import { PublishError } from './errors.ts';
import { pauseAfter } from './patient-request.ts';

export interface ItemDatabase {
  /** Says in messages which database it is. */
  readonly name: string;
  run(statement: Statement): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

interface FillOptions {
  /** Of the artifact. */
  folder: string;
  /** Versions that may serve meanwhile: they stay, and all others go. */
  keep: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
}

/** A filling whose answer was lost is begun anew so often. */
const FILLINGS = 4;

/**
 * Puts the catalogue of the version in `folder` into the item store. A statement whose answer was lost may have been
 * carried out, and rows must not stand there twice: it is looked whether the version is there, and else all begins anew.
 *
 * @returns false when the store has the version already
 * @throws PublishError `damaged-artifact`, `store-configuration`, `store-failure`, `no-answer`
 */
export async function fillItemStore(database: ItemDatabase, options: FillOptions): Promise<boolean> {
  const { manifest, files } = await readArtifact(options.folder);
  const catalogue = catalogueSchema.parse(JSON.parse(new TextDecoder().decode(files.get('catalogue.json'))));
  for (let filling = 1; ; filling++) {
    try {
      if (await hasVersion(database, manifest.modelVersion)) return filling > 1;
      await fill(database, { ...options, manifest, catalogue });
      return true;
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== 'no-answer' || filling === FILLINGS) throw error;
      await pauseAfter(filling);
    }
  }
}

async function hasVersion(database: ItemDatabase, version: string): Promise<boolean> {
  const known = { sql: 'select 1 from versions where version = ?', parameters: [version] };
  return (await database.run(known)).length > 0;
}

async function fill(
  database: ItemDatabase,
  { manifest, catalogue, keep, now }: FillOptions & { manifest: Manifest; catalogue: Catalogue },
): Promise<void> {
  const others = keep.filter((version) => version !== manifest.modelVersion);
  for (const statement of fillStatements({ manifest, catalogue, keep: others, now })) {
    await database.run(statement);
  }
}
