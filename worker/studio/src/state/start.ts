// What every place needs before anything can be shown: the model, its concepts, and the labels of attributes.
import type { TrimtabClient } from '../../../../client/index.ts';
import type { ConceptSummary, ModelResponse } from '@trimtab/shared/browse.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import { wishCostsOf, type WishCosts } from './wish-costs.ts';

export interface Start {
  model: ModelResponse;
  /** Strongest first. */
  concepts: readonly ConceptSummary[];
  conceptOf: ReadonlyMap<string, ConceptSummary>;
  wishCosts: WishCosts;
  samples: Samples['samples'];
  /** Label of an attribute id. */
  labelOf: (attribute: string) => string;
}

export async function loadStart(trimtab: TrimtabClient): Promise<Start> {
  const [model, { concepts }, { samples }, { attributes }] = await Promise.all([
    trimtab.model.get(),
    trimtab.concepts.get({ query: {} }),
    trimtab.samples.get(),
    trimtab.attributes.get(),
  ]);
  const labels = new Map(attributes.map(({ id, label }) => [id, label]));
  return {
    model,
    concepts,
    conceptOf: new Map(concepts.map((concept) => [concept.id, concept])),
    wishCosts: wishCostsOf(model),
    samples,
    labelOf: (attribute) => labels.get(attribute) ?? attribute,
  };
}
