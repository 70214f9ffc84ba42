// A run as the shared views want a model: what the API would tell of it once it serves.
import { rankingInWords } from '@trimtab/shared/ranking-in-words.ts';
import {
  conceptRow,
  costsOf,
  curvesByConcept,
  type CostPoint,
} from '@trimtab/shared/views/concept-figures.ts';
import type { ShownModel } from '@trimtab/shared/views/model/shown-model.ts';
import type { ReportedRun } from './read-run.ts';

export interface ShownRun {
  model: ShownModel;
  /** By concept id, what strengths do and cost. */
  costs: ReadonlyMap<string, readonly CostPoint[]>;
}

export function shownRun({ manifest, metrics, concepts, catalogue }: ReportedRun): ShownRun {
  const curves = curvesByConcept(metrics);
  const costs = new Map(concepts.map((concept) => [concept.id, costsOf(concept, curves)]));
  const labels = new Map(catalogue.attributes.map(({ id, label }) => [id, label]));
  return {
    costs,
    model: {
      facts: { ...manifest, ranking: rankingInWords(manifest) },
      metrics,
      concepts: concepts.map((concept) => conceptRow(concept, costs.get(concept.id) ?? [])),
      labelOf: (attribute) => labels.get(attribute) ?? attribute,
      conceptsHref: '#concepts',
    },
  };
}
