// What views of a model are made of, whether the API tells of the version that serves or a run reports on its own.
import type { ModelResponse } from '../../browse.ts';
import type { Metrics } from '../../metrics.ts';
import type { ConceptRow } from '../concept-figures.ts';
import type { View } from '../element.ts';

/** A published version holds no times. */
export type Published = Omit<Metrics, 'timing'>;

export interface ShownModel {
  facts: Omit<ModelResponse, 'metrics' | 'concepts' | 'degraded'>;
  metrics: Published;
  concepts: readonly ConceptRow[];
  /** Label of an attribute id. */
  labelOf: (attribute: string) => string;
  /** Where all concepts are listed. */
  conceptsHref: string;
}

export interface Section {
  id: string;
  title: string;
  /** For who wants to know it exactly. */
  isDeep?: true;
  view: View;
}
