// From scores to a page of a list, as the outside sees it.
import { at } from '@trimtab/shared/look-up.ts';
import type { RecommendedItem } from '@trimtab/shared/api.ts';
import { topK, type Membership } from '@trimtab/shared/top-k.ts';
import { describeItems } from '../catalogue/describe.ts';
import type { Servable } from '../served.ts';
import { DIVERSE_POOL, diversify } from './diversify.ts';

export interface List {
  /** Items from the best on, those of earlier pages included. */
  ranking: readonly number[];
  /** ∈ [items] */
  scores: ArrayLike<number>;
}

interface RankOptions {
  /** How many are wanted. */
  count: number;
  diversity: number;
  leftOut: Membership;
}

/** @returns items, best first */
export function rank(
  { columns }: Servable,
  scores: ArrayLike<number>,
  { count, diversity, leftOut }: RankOptions,
): number[] {
  if (diversity === 0) return topK(scores, count, leftOut);
  const pool = topK(scores, Math.max(count, DIVERSE_POOL), leftOut);
  return diversify(pool, { scores, attributesOf: (item) => columns.attributesOf(item), diversity, count });
}

/** The items from `offset` on. */
export async function pageOf(
  model: Servable,
  { ranking, scores }: List,
  offset: number,
): Promise<RecommendedItem[]> {
  const page = ranking.slice(offset);
  const items = await describeItems(model, page);
  return items.map((item, place) => ({
    rank: offset + place + 1,
    ...item,
    score: coarse(at(scores, at(page, place))),
  }));
}

/** Two decimals, so that answers do not give the model away; + 0 turns -0 into 0. */
export const coarse = (score: number): number => Math.round(score * 100) / 100 + 0;
