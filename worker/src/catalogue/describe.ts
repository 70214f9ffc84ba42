// What the outside sees of an item or a concept: ids and words instead of indices.
import { at } from '@trimtab/shared/look-up.ts';
import type { ConceptPage, ConceptSummary, Item } from '@trimtab/shared/browse.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { LoadedModel, ServedItems } from '../served.ts';

/** Describes items, in their order. */
export async function describeItems(
  { columns, texts }: ServedItems,
  items: readonly number[],
): Promise<Item[]> {
  const idsOf = (item: number): string[] =>
    Array.from(columns.attributesOf(item), (attribute) => at(columns.attributes, attribute).id);
  const described = await texts.read(items);
  return described.map((text, place) => ({ ...text, attributes: idsOf(at(items, place)) }));
}

export function conceptSummary(concept: Concept): ConceptSummary {
  const { id, label, kind, attribute, labelScore, safeRange, density, lineage, experimental } = concept;
  return { id, label, kind, attribute, labelScore, safeRange, density, lineage, experimental };
}

export async function conceptPage(model: LoadedModel, concept: Concept): Promise<ConceptPage> {
  const { example = [] } = concept;
  const shown = example.map(({ item }) => item);
  const lists = [concept.topItems, concept.promoted, concept.demoted, shown];
  const [topItems = [], promoted = [], demoted = [], places = []] = await Promise.all(
    lists.map((items) => describeItems(model, items)),
  );
  return {
    ...conceptSummary(concept),
    safety: concept.safety,
    ...(example.length > 0 && {
      example: places.map((item, place) => ({ ...item, activation: at(example, place).activation })),
      exampleIsInvented: concept.exampleIsInvented,
    }),
    topItems,
    promoted,
    demoted,
    histogram: concept.histogram,
    costs: concept.costs,
    neighbours: concept.neighbours.flatMap(({ id, cosine }) => {
      const neighbour = model.concepts.get(id);
      return neighbour === undefined ? [] : [{ id, label: neighbour.label, cosine }];
    }),
  };
}

const canSteer = ({ calibration }: Concept): boolean => calibration.up > 0 || calibration.down > 0;

/**
 * Strongest first: concepts that steer at all, then those that an attribute names (they are surer than emergent ones,
 * and the scores of the two kinds do not compare), then by how well the label fits.
 */
export function byStrength(concepts: Iterable<Concept>): Concept[] {
  return [...concepts].sort(
    (a, b) =>
      Number(canSteer(b)) - Number(canSteer(a)) ||
      Number(b.kind === 'attribute') - Number(a.kind === 'attribute') ||
      b.labelScore - a.labelScore ||
      (a.id < b.id ? -1 : 1),
  );
}
