// What the outside calls items. Ids and titles are most of a catalogue, so they are asked for wherever they are kept.

/** What the outside sees of an item beside its attributes. */
export interface ItemText {
  id: string;
  title: string;
}

/** The only place where outside ids meet inside indices. */
export interface ItemTexts {
  /** The index of each id that the catalogue has; others may be in the answer too. */
  indicesOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;

  /** In the order of the items. */
  read(items: readonly number[]): Promise<ItemText[]>;

  /**
   * Items whose title has a word beginning with each word of the query; titles that begin with the query come first,
   * then the more popular. An empty query finds the most popular items.
   */
  search(query: string, limit: number): Promise<number[]>;

  /** The same for words that are typed wrong, or that stand inside of a word: for who found nothing. */
  searchDespiteMistakes(query: string, limit: number): Promise<number[]>;
}
