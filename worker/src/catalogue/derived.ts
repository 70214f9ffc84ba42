// What browsing needs of a catalogue, worked out when it is first asked for: no cold start waits for it.
import { byPopularity, type Catalogue } from '@trimtab/shared/catalogue.ts';
import { searchForm } from './words.ts';

/** Item indices, most popular first. */
export const popularOf = onceFor((catalogue): readonly number[] => byPopularity(catalogue.counts));

/** Titles as they are searched. */
export const searchTitlesOf = onceFor((catalogue): readonly string[] => catalogue.titles.map(searchForm));

function onceFor<Value>(derive: (catalogue: Catalogue) => Value): (catalogue: Catalogue) => Value {
  const known = new WeakMap<Catalogue, Value>();
  return (catalogue) => {
    const value = known.get(catalogue) ?? derive(catalogue);
    known.set(catalogue, value);
    return value;
  };
}
