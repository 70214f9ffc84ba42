// What steering did to people's lists, beside the lists that they had.
import { at } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import { diversityOf } from '../ranking/breakdown.ts';
import type { BenchUser, SteeredLists } from './bench.ts';
import { mean } from '../math/mean.ts';
import { exposure, exposureGain } from './exposure.ts';

/** The lists before, and what is known of users and items. */
export interface SteeringBase {
  base: SteeredLists;
  held: readonly BenchUser[];
  catalogue: Pick<Catalogue, 'attributes' | 'itemAttributes' | 'counts'>;
}

/** Figures as in metrics.json; shares are of the first ten. */
export interface SteeringFigures {
  share: number;
  shareBase: number;
  /** ln(p/(1-p)) of the share, steered less unsteered. */
  logOddsGain: number;
  ndcg10: number;
  ndcg10Base: number;
  /** Of the users whose next item is one of the concept's. */
  alignedNdcg10: number;
  alignedNdcg10Base: number;
  /** Σ over the other attributes of |share steered - share unsteered| */
  spillover: number;
  /** 1 - mean pairwise cosine of attribute vectors in a list. */
  diversity: number;
  /** Items in at least one list ÷ items. */
  coverage: number;
  /** Mean -log2 of the item's share of training interactions. */
  novelty: number;
}

/** @param items the concept's @param attribute the one that it stands for, which cannot spill over to itself */
export function steeringFigures(
  { base, held, catalogue }: SteeringBase,
  steered: SteeredLists,
  items: ReadonlySet<number>,
  attribute: string | null,
): SteeringFigures {
  const [share, shareBase] = [exposure(steered.lists, items), exposure(base.lists, items)];
  const aligned = (values: Float64Array): number =>
    mean(values.filter((_, place) => items.has(at(held, place).target)));
  return {
    share,
    shareBase,
    logOddsGain: exposureGain(base.lists, items)(steered.lists),
    ndcg10: mean(steered.ndcg10),
    ndcg10Base: mean(base.ndcg10),
    alignedNdcg10: aligned(steered.ndcg10),
    alignedNdcg10Base: aligned(base.ndcg10),
    spillover: spilloverOf(catalogue, base.lists, steered.lists, attribute),
    diversity: mean(
      steered.lists.map((list) => diversityOf(list.map((item) => at(catalogue.itemAttributes, item)))),
    ),
    coverage: new Set(steered.lists.flat()).size / catalogue.counts.length,
    novelty: noveltyOf(catalogue.counts, steered.lists),
  };
}

function spilloverOf(
  { attributes, itemAttributes }: SteeringBase['catalogue'],
  before: readonly number[][],
  after: readonly number[][],
  own: string | null,
): number {
  const sharesOf = (lists: readonly number[][]): number[] => {
    const taken = attributes.map(() => 0);
    const flat = lists.flat();
    for (const item of flat) for (const a of at(itemAttributes, item)) taken[a] = at(taken, a) + 1;
    return taken.map((count) => count / Math.max(1, flat.length));
  };
  const [old, now] = [sharesOf(before), sharesOf(after)];
  return attributes.reduce((sum, { id }, a) => sum + (id === own ? 0 : Math.abs(at(now, a) - at(old, a))), 0);
}

function noveltyOf(counts: readonly number[], lists: readonly number[][]): number {
  const total = counts.reduce((sum, count) => sum + Math.max(1, count), 0);
  return mean(lists.flat().map((item) => -Math.log2(Math.max(1, at(counts, item)) / total)));
}
