// Items for what a person typed: by title, by an attribute of that name, and where there are none, mistakes forgiven.
import { hasWanted, searchText, wantedBy, wordsOf, type Wanted } from '@trimtab/shared/words.ts';
import type { ServedItems } from '../served.ts';
import type { ItemColumns } from './item-columns.ts';
import { wantedDespiteMistakes } from './misspelt.ts';

export async function findItems(
  { columns, texts }: ServedItems,
  query: string,
  limit: number,
): Promise<number[]> {
  const byTitle = await texts.search(query, limit);
  if (query.trim() === '' || byTitle.length === limit) return byTitle;
  const named = itemsNamedBy(columns, wantedBy(query));
  const found = [...new Set([...byTitle, ...named])].slice(0, limit);
  if (found.length > 0) return found;
  const meant = await texts.searchDespiteMistakes(query, limit);
  if (meant.length > 0) return meant;
  const words = columns.attributes.flatMap(({ label }) => wordsOf(label));
  return itemsNamedBy(columns, wantedDespiteMistakes(query, words) ?? []).slice(0, limit);
}

/** Items with an attribute whose label has what is wanted, the popular ones first. */
function itemsNamedBy(columns: ItemColumns, wanted: Wanted): number[] {
  if (wanted.length === 0) return [];
  const named = columns.attributes.filter(({ label }) => hasWanted(searchText(label), wanted));
  const items = new Set(named.flatMap(({ id }) => [...columns.itemsWith(id)]));
  const countOf = (item: number): number => columns.counts[item] as number;
  return [...items].sort((a, b) => countOf(b) - countOf(a) || a - b);
}
