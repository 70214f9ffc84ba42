// Item search by title, in memory: catalogues here have at most tens of thousands of items.
import type { LoadedModel } from '../artifacts/loaded-model.ts';
import { hasWordStarting, searchForm } from './words.ts';

/**
 * Items whose title has a word beginning with each word of the query; titles that begin with the query come first,
 * then the more popular. An empty query finds the most popular items.
 */
export function searchItems(
  { popular, searchTitles }: Pick<LoadedModel, 'popular' | 'searchTitles'>,
  query: string,
  limit: number,
): number[] {
  const wanted = searchForm(query).trim();
  const words = wanted.split(/\s+/).filter(Boolean);
  const found = popular.filter((item) => {
    const title = searchTitles[item] ?? '';
    return words.every((word) => hasWordStarting(title, word));
  });
  const begins = (item: number): boolean => (searchTitles[item] ?? '').startsWith(wanted);
  return [...found.filter(begins), ...found.filter((item) => !begins(item))].slice(0, limit);
}
