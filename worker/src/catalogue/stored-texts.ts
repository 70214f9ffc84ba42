// Ids and titles in the item store: one question to D1 for all ids of a request, and one for all items of a list.
import { beginningOf, wantedBy, wordsOf, type Wanted } from '@trimtab/shared/words.ts';
import { wantedDespiteMistakes } from './misspelt.ts';
import type { Database } from '../db/database.ts';
import type { ItemText, ItemTexts } from './item-texts.ts';

interface Numbered {
  item: number;
}

type Row = ItemText & Numbered;

export class StoredTexts implements ItemTexts {
  readonly #session: () => Database;
  readonly #version: string;

  /** @param session opens one for each question, since each may go to another replica */
  constructor(session: () => Database, version: string) {
    this.#session = session;
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

  /** As in memory: titles are stored as they are searched there, and FTS5 parts them at their blanks. */
  async search(query: string, limit: number): Promise<number[]> {
    if (query.trim() === '') return this.#popular(limit);
    const wanted = wantedBy(query);
    return wanted.length === 0 ? [] : this.#matching(wanted, query, limit);
  }

  /** As in memory, over the words of all versions that the store holds: one that this version lacks finds nothing in it. */
  async searchDespiteMistakes(query: string, limit: number): Promise<number[]> {
    const wanted = wantedDespiteMistakes(query, await this.#wordsLike(wordsOf(query)));
    return wanted === null ? [] : this.#matching(wanted, '', limit);
  }

  /** All that one of the words may stand for, and more: those that hold it, and those whose first letters are like its first. */
  async #wordsLike(typed: readonly string[]): Promise<string[]> {
    const statement = this.#session()
      .prepare(
        `select term from title_words where exists (
           select 1 from json_each(?1) typed where instr(term, typed.value) > 0
             or substr(typed.value, 1, 1) in (substr(term, 1, 1), substr(term, 2, 1)))
         order by doc desc, term`,
      )
      .bind(JSON.stringify(typed));
    return (await statement.all<{ term: string }>()).results.map(({ term }) => term);
  }

  async #matching(wanted: Wanted, query: string, limit: number): Promise<number[]> {
    const statement = this.#session()
      .prepare(
        `select item from titles where titles match ?1 and version = ?2
         order by substr(title, 1, length(?3)) = ?3 desc, interactions desc, item limit ?4`,
      )
      .bind(expressionOf(wanted), this.#version, beginningOf(query), limit);
    return itemsOf(await statement.all<Numbered>());
  }

  async #popular(limit: number): Promise<number[]> {
    const statement = this.#session()
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
    const statement = this.#session()
      .prepare(`select item, id, title from items where version = ?1 and ${condition}`)
      .bind(this.#version, values);
    return (await statement.all<Row>()).results;
  }
}

const itemsOf = ({ results }: D1Result<Numbered>): number[] => results.map(({ item }) => item);

/** In FTS5's language: quoted phrases whose last word may go on. Words hold letters and digits alone, so no quotes. */
const expressionOf = (wanted: Wanted): string =>
  wanted
    .map(
      (choices) => `(${choices.map((phrases) => `(${phrases.map(phraseOf).join(' AND ')})`).join(' OR ')})`,
    )
    .join(' AND ');

const phraseOf = (words: readonly string[]): string => `"${words.join(' ')}" *`;
