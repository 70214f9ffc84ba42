// The item store: catalogues in D1, for those too large for an isolate, and for when R2 has none to give.
import { columnsSchema } from '@trimtab/shared/catalogue-columns.ts';
import { manifestSchema, type Manifest } from '@trimtab/shared/manifest.ts';
import { ItemColumns } from './item-columns.ts';
import type { ItemTexts } from './item-texts.ts';
import { StoredTexts } from './stored-texts.ts';

export interface StoredCatalogue {
  manifest: Manifest;
  columns: ItemColumns;
  texts: ItemTexts;
}

export class ItemStore {
  readonly #database: D1Database;
  /** Where the primary stood when it was seen to have a version: a replica that answers later is no older. */
  readonly #seen = new Map<string, string>();

  constructor(database: D1Database) {
    this.#database = database;
  }

  /** Of the version whose catalogue is there, and whole; null when it is not. */
  async manifestOf(version: string): Promise<Manifest | null> {
    const session = this.#database.withSession('first-primary');
    const asked = session.prepare('select manifest from versions where version = ?').bind(version);
    const found = await asked.first<{ manifest: string }>();
    const bookmark = session.getBookmark();
    if (found !== null && bookmark !== null) this.#seen.set(version, bookmark);
    return found && manifestSchema.parse(JSON.parse(found.manifest));
  }

  /** Read replicas answer. */
  textsOf(version: string): ItemTexts {
    const start = this.#seen.get(version) ?? 'first-unconstrained';
    return new StoredTexts(() => this.#database.withSession(start), version);
  }

  /** The catalogue that was stored last, or null when there is none. */
  async newest(): Promise<StoredCatalogue | null> {
    const newest = this.#database.prepare('select manifest from versions order by filled_at desc limit 1');
    const found = await newest.first<{ manifest: string }>();
    if (found === null) return null;
    const manifest = manifestSchema.parse(JSON.parse(found.manifest));
    const version = manifest.modelVersion;
    return { manifest, columns: await this.#columnsOf(version), texts: this.textsOf(version) };
  }

  async #columnsOf(version: string): Promise<ItemColumns> {
    const stored = this.#database
      .prepare('select name, piece from columns where version = ? order by name, part')
      .bind(version);
    const { results } = await stored.all<{ name: string; piece: string }>();
    const pieces: Record<string, unknown[][]> = {};
    for (const { name, piece } of results) (pieces[name] ??= []).push(JSON.parse(piece) as unknown[]);
    const columns = Object.entries(pieces).map(([name, parts]) => [name, parts.flat()]);
    return new ItemColumns(columnsSchema.parse(Object.fromEntries(columns)));
  }
}
