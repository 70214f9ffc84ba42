// Ids and titles in the item store: one question to D1 for all ids of a request, and one for all items of a list.
import { beginningOf, searchText, wantedBy, wordsOf, type Wanted } from '@trimtab/shared/words.ts';
import { wantedDespiteMistakes } from './misspelt.ts';
import type { Database } from '../db/database.ts';
import type { ItemText, ItemTexts } from './item-texts.ts';

interface Numbered {
  item: number;
}

type Row = ItemText & Numbered;

/** Letters of a word that must be right, and titles that are looked through for words that begin with them. */
const SURE_LETTERS = 2;
const NEAR = 200;

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

  /**
   * D1 keeps no list of all words. Those of the popular titles that have a word with the same first letters stand in for it,
   * so that mistakes are forgiven from the third letter on.
   */
  async searchDespiteMistakes(query: string, limit: number): Promise<number[]> {
    const beginnings = wordsOf(query).map((word) => [[[word.slice(0, SURE_LETTERS)]]]);
    if (beginnings.length === 0) return [];
    const near = await Promise.all(beginnings.map((wanted) => this.#matching([wanted], '', NEAR)));
    const titles = await this.read([...new Set(near.flat())]);
    const vocabulary = new Set(titles.flatMap(({ title }) => searchText(title).trim().split(' ')));
    const wanted = wantedDespiteMistakes(query, [...vocabulary]);
    return wanted === null ? [] : this.#matching(wanted, '', limit);
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
