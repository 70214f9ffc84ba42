// The items that show a concept, looked up once a model.
import { byPopularity } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { LoadedModel } from '../served.ts';

type Described = Pick<LoadedModel, 'columns'>;

const known = new WeakMap<Concept, ReadonlySet<number>>();

/** Items with the concept's attribute, or an emergent concept's anchors; without either, those it fires on most. */
export function itemsShowing({ columns }: Described, concept: Concept): ReadonlySet<number> {
  const before = known.get(concept);
  if (before !== undefined) return before;
  const { attribute, anchors } = concept;
  const items = attribute === null ? new Set(anchors) : columns.itemsWith(attribute);
  const showing = items.size > 0 ? items : new Set(concept.topItems);
  known.set(concept, showing);
  return showing;
}

/** Those that it fires on most, then the others by popularity. */
export function rankedItemsShowing(model: Described, concept: Concept): number[] {
  const popular = byPopularity(model.columns.counts, itemsShowing(model, concept));
  return [...new Set([...concept.topItems, ...popular])];
}
