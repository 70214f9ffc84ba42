// Which items a list leaves out: seen ones, excluded ones, and those that a filter or a hard exclusion rules out.
import type { Membership } from '@trimtab/shared/top-k.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import type { Ask, Servable } from './ask.ts';
import { resolveIds } from './resolve.ts';

interface Rules extends Pick<Ask, 'filter' | 'never'> {
  /** Items that are left out whatever they are like. */
  items: readonly number[];
}

/** No item has this attribute: what an unknown attribute becomes, so that a filter keeps its literal meaning. */
const NONE = -1;

/** Answers for one item at a time, since top-k asks only about items that are good enough for the list. */
export function leftOut(model: Servable, { items, filter, never }: Rules): Membership {
  const { columns } = model;
  const indices = (ids: readonly string[] = []): number[] =>
    ids.map((id) => columns.attributeIndex.get(id) ?? NONE);
  const excluded = excludedBy(model, never);
  const without = new Set([...items, ...excluded.items]);
  const [allOf, anyOf] = [indices(filter?.allOf), indices(filter?.anyOf)];
  const noneOf = new Set([...indices(filter?.noneOf), ...excluded.attributes]);
  const fits = (own: Uint32Array): boolean =>
    allOf.every((attribute) => own.includes(attribute)) &&
    (anyOf.length === 0 || anyOf.some((attribute) => own.includes(attribute))) &&
    !own.some((attribute) => noneOf.has(attribute));
  return { has: (item) => without.has(item) || !fits(columns.attributesOf(item)) };
}

/**
 * A concept is excluded with the attribute that it stands for, or else with the items that it is known by. One that the
 * model lacks still counts as the attribute of its name, so that "never" outlives the concept.
 */
function excludedBy(model: Servable, never: Ask['never']): { items: number[]; attributes: number[] } {
  const { concepts, columns } = model;
  const attributes = [...never.attributes];
  const items: number[] = [];
  for (const id of never.concepts) {
    const concept = concepts.get(id);
    if (concept === undefined) attributes.push(id);
    else if (concept.attribute === null) items.push(...itemsShowing(model, concept));
    else attributes.push(concept.attribute);
  }
  return { items, attributes: resolveIds(attributes, columns.attributeIndex).known };
}
