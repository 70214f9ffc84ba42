// Item search by title, in memory: catalogues here have at most tens of thousands of items.
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { popularOf, searchTitlesOf } from './derived.ts';
import { hasWordStarting, searchForm } from './words.ts';

/**
 * Items whose title has a word beginning with each word of the query; titles that begin with the query come first,
 * then the more popular. An empty query finds the most popular items.
 */
export function searchItems(catalogue: Catalogue, query: string, limit: number): number[] {
  const searchTitles = searchTitlesOf(catalogue);
  const wanted = searchForm(query).trim();
  const words = wanted.split(/\s+/).filter(Boolean);
  const found = popularOf(catalogue).filter((item) => {
    const title = searchTitles[item] ?? '';
    return words.every((word) => hasWordStarting(title, word));
  });
  const begins = (item: number): boolean => (searchTitles[item] ?? '').startsWith(wanted);
  return [...found.filter(begins), ...found.filter((item) => !begins(item))].slice(0, limit);
}
