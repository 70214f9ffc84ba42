// Ids and titles in the isolate's memory: for catalogues of tens of thousands of items.
import { at } from '@trimtab/shared/look-up.ts';
import { byPopularity, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { beginsWith, hasWanted, searchText, wantedBy } from '@trimtab/shared/words.ts';
import { wantedDespiteMistakes } from './misspelt.ts';
import type { ItemText, ItemTexts } from './item-texts.ts';

type Described = Pick<Catalogue, 'ids' | 'titles' | 'counts'>;

interface Searched {
  popular: readonly number[];
  titles: readonly string[];
}

export class TextsInMemory implements ItemTexts {
  readonly #catalogue: Described;
  readonly #indices: ReadonlyMap<string, number>;
  /** What searching needs is worked out by the first search: no cold start waits for it. */
  #searched: Searched | null = null;
  #vocabulary: readonly string[] | null = null;

  constructor(catalogue: Described) {
    this.#catalogue = catalogue;
    this.#indices = new Map(catalogue.ids.map((id, item) => [id, item]));
  }

  async indicesOf(): Promise<ReadonlyMap<string, number>> {
    return this.#indices;
  }

  async read(items: readonly number[]): Promise<ItemText[]> {
    const { ids, titles } = this.#catalogue;
    return items.map((item) => ({ id: at(ids, item), title: at(titles, item) }));
  }

  async search(query: string, limit: number): Promise<number[]> {
    const { popular, titles } = this.#search();
    if (query.trim() === '') return popular.slice(0, limit);
    const wanted = wantedBy(query);
    if (wanted.length === 0) return [];
    const found = popular.filter((item) => hasWanted(at(titles, item), wanted));
    const begins = (item: number): boolean => beginsWith(at(titles, item), query);
    return [...found.filter(begins), ...found.filter((item) => !begins(item))].slice(0, limit);
  }

  async searchDespiteMistakes(query: string, limit: number): Promise<number[]> {
    const { popular, titles } = this.#search();
    // Words of popular titles come first, and are taken first where a word can mean many.
    this.#vocabulary ??= [...new Set(popular.flatMap((item) => at(titles, item).split(' '))).values()].filter(
      (word) => word !== '',
    );
    const wanted = wantedDespiteMistakes(query, this.#vocabulary);
    if (wanted === null) return [];
    return popular.filter((item) => hasWanted(at(titles, item), wanted)).slice(0, limit);
  }

  #search(): Searched {
    const { titles, counts } = this.#catalogue;
    this.#searched ??= { popular: byPopularity(counts), titles: titles.map(searchText) };
    return this.#searched;
  }
}
