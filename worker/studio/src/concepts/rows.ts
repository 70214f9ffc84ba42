// The concepts of the model as rows of a table, with what the version measured of each.
import {
  conceptRow,
  costsOf,
  curvesByConcept,
  type ConceptRow,
  type CostPoint,
} from '@trimtab/shared/views/concept-figures.ts';
import { trustIn, type Trust } from '@trimtab/shared/views/trust.ts';
import { searchForm } from '@trimtab/shared/words.ts';
import { metricsOf } from '../state/metrics.ts';
import type { Start } from '../state/start.ts';

export function curvesIn({ model }: Pick<Start, 'model'>): ReadonlyMap<string, readonly CostPoint[]> {
  const metrics = metricsOf(model);
  return metrics === null ? new Map() : curvesByConcept(metrics);
}

export function rowsIn(start: Pick<Start, 'model' | 'concepts'>): ConceptRow[] {
  const curves = curvesIn(start);
  return start.concepts.map((concept) => conceptRow(concept, costsOf(concept, curves)));
}

export interface Filter {
  words: string;
  trust: Trust | 'any';
  /** Of the attribute that names it, such as `genre`; `any`, or `emergent` for those that none names. */
  sort: string;
}

export const ANY: Filter = { words: '', trust: 'any', sort: 'any' };

/** `genre` of `genre:comedy`. */
export const sortOf = ({ id }: Pick<ConceptRow, 'id'>): string => id.split(':')[0] ?? id;

export function matching(rows: readonly ConceptRow[], { words, trust, sort }: Filter): ConceptRow[] {
  const wanted = searchForm(words).split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = searchForm(`${row.label} ${row.id}`);
    return (
      wanted.every((word) => text.includes(word)) &&
      (trust === 'any' || trustIn(row) === trust) &&
      (sort === 'any' || sortOf(row) === sort)
    );
  });
}
