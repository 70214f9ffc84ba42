// How many of today's list show each concept: counted by attribute, and told by the answer where no attribute names it.
import type { RecommendationResponse } from '@trimtab/shared/api.ts';
import type { ConceptSummary } from '@trimtab/shared/browse.ts';

export interface Counts {
  /** In the unsteered list; null where nobody has counted. */
  base: number | null;
  /** In the list as it is now; null where nobody has counted. */
  now: number | null;
}

export function countsOf(concept: ConceptSummary, answer: RecommendationResponse | null): Counts {
  const kept = answer?.wishes?.find((wish) => wish.concept === concept.id);
  if (kept !== undefined) return { base: kept.base, now: kept.came };
  const { attribute } = concept;
  if (answer === null || attribute === null) return { base: null, now: null };
  const among = (items: readonly { attributes: readonly string[] }[]): number =>
    items.filter(({ attributes }) => attributes.includes(attribute)).length;
  return { base: among(answer.base ?? answer.items), now: among(answer.items) };
}
