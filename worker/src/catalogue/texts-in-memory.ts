// Ids and titles in the isolate's memory: for catalogues of tens of thousands of items.
import { byPopularity, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { hasWordStarting, searchForm } from '@trimtab/shared/words.ts';
import type { ItemText, ItemTexts } from './item-texts.ts';

type Described = Pick<Catalogue, 'ids' | 'titles' | 'counts'>;

export class TextsInMemory implements ItemTexts {
  readonly #catalogue: Described;
  readonly #indices: ReadonlyMap<string, number>;
  /** What searching needs is worked out by the first search: no cold start waits for it. */
  #searched: { popular: readonly number[]; titles: readonly string[] } | null = null;

  constructor(catalogue: Described) {
    this.#catalogue = catalogue;
    this.#indices = new Map(catalogue.ids.map((id, item) => [id, item]));
  }

  async indicesOf(): Promise<ReadonlyMap<string, number>> {
    return this.#indices;
  }

  async read(items: readonly number[]): Promise<ItemText[]> {
    const { ids, titles } = this.#catalogue;
    return items.map((item) => ({ id: ids[item] ?? '', title: titles[item] ?? '' }));
  }

  async search(query: string, limit: number): Promise<number[]> {
    const { titles: given, counts } = this.#catalogue;
    this.#searched ??= { popular: byPopularity(counts), titles: given.map(searchForm) };
    const { popular, titles } = this.#searched;
    const wanted = searchForm(query).trim();
    const words = wanted.split(/\s+/).filter(Boolean);
    const found = popular.filter((item) => words.every((word) => hasWordStarting(titles[item] ?? '', word)));
    const begins = (item: number): boolean => (titles[item] ?? '').startsWith(wanted);
    return [...found.filter(begins), ...found.filter((item) => !begins(item))].slice(0, limit);
  }
}
