// The items that show a concept, looked up once a model.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { itemsOfConcept } from '@trimtab/shared/steering-moves.ts';
import type { LoadedModel } from '../artifacts/loaded-model.ts';
import { popularOf } from './derived.ts';

type Described = Pick<LoadedModel, 'catalogue'>;

const known = new WeakMap<Concept, ReadonlySet<number>>();

/** Items with the concept's attribute, or an emergent concept's anchors; without either, those it fires on most. */
export function itemsShowing({ catalogue }: Described, concept: Concept): ReadonlySet<number> {
  const before = known.get(concept);
  if (before !== undefined) return before;
  const items = itemsOfConcept(concept, catalogue);
  const showing = items.size > 0 ? items : new Set(concept.topItems);
  known.set(concept, showing);
  return showing;
}

/** Those that it fires on most, then the others by popularity. */
export function rankedItemsShowing(model: Described, concept: Concept): number[] {
  const showing = itemsShowing(model, concept);
  return [
    ...new Set([...concept.topItems, ...popularOf(model.catalogue).filter((item) => showing.has(item))]),
  ];
}
