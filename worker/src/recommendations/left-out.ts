// Which items a list leaves out: seen ones, excluded ones, and those that a filter or a hard exclusion rules out.
import type { Membership } from '@trimtab/shared/top-k.ts';
import { attributeFilter } from '../catalogue/attribute-filter.ts';
import { itemsShowing } from '../catalogue/concept-items.ts';
import type { Ask } from './ask.ts';
import type { Servable } from '../served.ts';

interface Rules extends Pick<Ask, 'filter' | 'never'> {
  /** Items that are left out whatever they are like. */
  items: readonly number[];
}

export function leftOut(model: Servable, { items, filter, never }: Rules): Membership {
  const excluded = excludedBy(model, never);
  const without = new Set([...items, ...excluded.items]);
  const noneOf = [...(filter?.noneOf ?? []), ...excluded.attributes];
  const fits = attributeFilter(model.columns, { ...filter, noneOf });
  return { has: (item) => without.has(item) || !fits(item) };
}

/**
 * A concept is excluded with the attribute that it stands for, or else with the items that it is known by. One that the
 * model lacks still counts as the attribute of its name, so that "never" outlives the concept.
 */
function excludedBy(model: Servable, never: Ask['never']): { items: number[]; attributes: string[] } {
  const attributes = [...never.attributes];
  const items: number[] = [];
  for (const id of never.concepts) {
    const concept = model.concepts.get(id);
    if (concept === undefined) attributes.push(id);
    else if (concept.attribute === null) items.push(...itemsShowing(model, concept));
    else attributes.push(concept.attribute);
  }
  return { items, attributes };
}
