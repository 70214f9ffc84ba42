// Ids and titles in the item store: one question to D1 for all ids of a request, and one for all items of a list.
import { searchForm, wordsOf } from '@trimtab/shared/words.ts';
import type { ItemText, ItemTexts } from './item-texts.ts';

interface Numbered {
  item: number;
}

type Row = ItemText & Numbered;

export class StoredTexts implements ItemTexts {
  readonly #database: D1Database;
  readonly #version: string;

  constructor(database: D1Database, version: string) {
    this.#database = database;
    this.#version = version;
  }

  async indicesOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#rows('id in (select value from json_each(?2))', JSON.stringify(ids));
    return new Map(rows.map(({ id, item }) => [id, item]));
  }

  async read(items: readonly number[]): Promise<ItemText[]> {
    const rows = await this.#rows('item in (select value from json_each(?2))', JSON.stringify(items));
    const found = new Map(rows.map(({ item, id, title }) => [item, { id, title }]));
    return items.map((item) => found.get(item) ?? this.#lost(item));
  }

  /** As in memory, but that what is neither letter nor digit only parts words, in a query as in a title. */
  async search(query: string, limit: number): Promise<number[]> {
    const wanted = searchForm(query).trim();
    const words = wordsOf(wanted);
    if (wanted === '') return this.#popular(limit);
    if (words.length === 0) return [];
    const statement = this.#database
      .prepare(
        `select item from titles where titles match ?1 and version = ?2
         order by substr(title, 1, length(?3)) = ?3 desc, interactions desc, item limit ?4`,
      )
      .bind(words.map((word) => `"${word}"*`).join(' '), this.#version, wanted, limit);
    return itemsOf(await statement.all<Numbered>());
  }

  async #popular(limit: number): Promise<number[]> {
    const statement = this.#database
      .prepare('select item from items where version = ? order by interactions desc, item limit ?')
      .bind(this.#version, limit);
    return itemsOf(await statement.all<Numbered>());
  }

  #lost(item: number): never {
    throw new Error(
      `the item store lacks item ${item} of version ${this.#version}: publish the version again`,
    );
  }

  async #rows(condition: string, values: string): Promise<Row[]> {
    const statement = this.#database
      .prepare(`select item, id, title from items where version = ?1 and ${condition}`)
      .bind(this.#version, values);
    return (await statement.all<Row>()).results;
  }
}

const itemsOf = ({ results }: D1Result<Numbered>): number[] => results.map(({ item }) => item);
