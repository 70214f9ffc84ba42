// What steering by a concept does, in one form, whether a concept carries it or a run's metrics do.
import type { Concept, ConceptCost } from '../concepts.ts';
import type { Metrics } from '../metrics.ts';

export interface CostPoint {
  strength: number;
  share: number;
  /** Share of the quality (NDCG@10) of unsteered lists that is kept. */
  kept: number;
  low?: number;
  high?: number;
}

/** Curves of the test users by concept, from a run's metrics: by strengths of `add`, without intervals. */
export function curvesByConcept({ steering }: Pick<Metrics, 'steering'>): Map<string, CostPoint[]> {
  const curves = new Map<string, CostPoint[]>();
  for (const {
    concept,
    method,
    chosenFor,
    strength,
    share,
    shareBase,
    ndcg10,
    ndcg10Base,
  } of steering.curves) {
    if (method !== 'add' || chosenFor !== undefined || ndcg10Base <= 0) continue;
    const points = curves.get(concept) ?? [{ strength: 0, share: shareBase, kept: 1 }];
    curves.set(concept, [...points, { strength, share, kept: ndcg10 / ndcg10Base }]);
  }
  for (const points of curves.values()) points.sort((a, b) => a.strength - b.strength);
  return curves;
}

/** What the concept carries has intervals, so it comes first. */
export const costsOf = (
  { id, costs }: Pick<Concept, 'id'> & { costs?: readonly ConceptCost[] | undefined },
  curves: ReadonlyMap<string, readonly CostPoint[]>,
): readonly CostPoint[] => costs ?? curves.get(id) ?? [];

export interface ConceptRow extends Pick<
  Concept,
  'id' | 'label' | 'kind' | 'labelScore' | 'density' | 'safeRange' | 'lineage' | 'experimental'
> {
  less?: number;
  base?: number;
  more?: number;
  /** Share of quality that strength 1 loses. */
  cost?: number;
}

export function conceptRow(
  concept: Omit<ConceptRow, 'less' | 'base' | 'more' | 'cost'>,
  costs: readonly CostPoint[],
): ConceptRow {
  const { id, label, kind, labelScore, density, safeRange, lineage, experimental } = concept;
  const at = (strength: number): CostPoint | undefined => costs.find((point) => point.strength === strength);
  const [less, base, more] = [at(-1), at(0), at(1)];
  return {
    id,
    label,
    kind,
    labelScore,
    density,
    safeRange,
    lineage,
    experimental,
    ...(less && { less: less.share }),
    ...(base && { base: base.share }),
    ...(more && { more: more.share, cost: 1 - more.kept }),
  };
}
