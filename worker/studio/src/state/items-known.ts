// Items that the page has seen, by id: the state holds ids alone, and people read titles.
import type { TrimtabClient } from '../../../../client/index.ts';
import type { Item } from '@trimtab/shared/browse.ts';

/** As many as the API describes at once. */
const AT_ONCE = 100;

export class ItemsKnown {
  readonly #trimtab: TrimtabClient;
  readonly #items = new Map<string, Item>();
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor(trimtab: TrimtabClient) {
    this.#trimtab = trimtab;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Undefined while it is asked for, and for an item that the model does not have. */
  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** Whether the answer is in, so that an item without a title is one that the model lacks. */
  isSettled(id: string): boolean {
    return this.#items.has(id) || this.#asked.has(id);
  }

  learn(items: readonly Item[]): void {
    for (const { id, title, attributes } of items) this.#items.set(id, { id, title, attributes });
    this.#tell();
  }

  /** Asks for those that are not known yet. */
  async fetch(ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.isSettled(id));
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const part = wanted.slice(from, from + AT_ONCE);
      const { items } = await this.#trimtab.items.get({ query: { id: part } });
      for (const id of part) this.#asked.add(id);
      this.learn(items);
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
