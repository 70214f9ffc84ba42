// A filter on attributes, exact whatever the catalogue's size: attributes are in memory always.
import type { Filter } from '@trimtab/shared/api.ts';
import type { ItemColumns } from './item-columns.ts';

/** No item has this attribute: what an unknown attribute becomes, so that a filter keeps its literal meaning. */
const NONE = -1;

/**
 * Tells whether an item has all of `allOf`, one of `anyOf` where there are any, and none of `noneOf`. Answers for one item at
 * a time, since top-k asks only about items that are good enough for the list.
 */
export function attributeFilter(columns: ItemColumns, filter: Partial<Filter>): (item: number) => boolean {
  const indices = (ids: readonly string[] = []): number[] =>
    ids.map((id) => columns.attributeIndex.get(id) ?? NONE);
  const [allOf, anyOf] = [indices(filter.allOf), indices(filter.anyOf)];
  const noneOf = new Set(indices(filter.noneOf));
  return (item) => {
    const own = columns.attributesOf(item);
    return (
      allOf.every((attribute) => own.includes(attribute)) &&
      (anyOf.length === 0 || anyOf.some((attribute) => own.includes(attribute))) &&
      !own.some((attribute) => noneOf.has(attribute))
    );
  };
}
