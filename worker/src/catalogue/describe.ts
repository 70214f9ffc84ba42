// What the outside sees of an item or a concept: ids and words instead of indices.
import type { ConceptPage, ConceptSummary, Item } from '@trimtab/shared/browse.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { LoadedModel } from '../artifacts/loaded-model.ts';

export function itemAt({ ids, titles, attributes, itemAttributes }: Catalogue, item: number): Item {
  return {
    id: ids[item] ?? '',
    title: titles[item] ?? '',
    attributes: (itemAttributes[item] ?? []).flatMap((attribute) => attributes[attribute]?.id ?? []),
  };
}

export function conceptSummary(concept: Concept): ConceptSummary {
  const { id, label, kind, attribute, labelScore, safeRange, density } = concept;
  return { id, label, kind, attribute, labelScore, safeRange, density };
}

export function conceptPage({ catalogue, concepts }: LoadedModel, concept: Concept): ConceptPage {
  const described = (items: readonly number[]): Item[] => items.map((item) => itemAt(catalogue, item));
  return {
    ...conceptSummary(concept),
    topItems: described(concept.topItems),
    promoted: described(concept.promoted),
    demoted: described(concept.demoted),
    histogram: concept.histogram,
    neighbours: concept.neighbours.flatMap(({ id, cosine }) => {
      const neighbour = concepts.get(id);
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
