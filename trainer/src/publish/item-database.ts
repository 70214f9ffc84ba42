// The item store as publishing fills it: a version's ids, titles and popularity in D1, in step with its files in R2.
import { catalogueSchema } from '@trimtab/shared/catalogue.ts';
import { fillStatements, type Statement } from '@trimtab/shared/item-store.ts';
import { readArtifact } from './artifact.ts';

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

/**
 * Puts the catalogue of the version in `folder` into the item store. Interrupted, it begins anew.
 *
 * @returns false when the store has the version already
 * @throws PublishError `damaged-artifact`, `store-configuration`, `store-failure`
 */
export async function fillItemStore(
  database: ItemDatabase,
  { folder, keep, now }: FillOptions,
): Promise<boolean> {
  const { manifest, files } = await readArtifact(folder);
  const { modelVersion } = manifest;
  const known = { sql: 'select 1 from versions where version = ?', parameters: [modelVersion] };
  if ((await database.run(known)).length > 0) return false;
  const catalogue = catalogueSchema.parse(JSON.parse(new TextDecoder().decode(files.get('catalogue.json'))));
  const others = keep.filter((version) => version !== modelVersion);
  for (const statement of fillStatements({ manifest, catalogue, keep: others, now })) {
    await database.run(statement);
  }
  return true;
}
