// How well a version ranks tonight's targets, by the graphs that are served: NDCG@10 over its own catalogue, and over the
// items that both versions know.
import { at } from '@trimtab/shared/look-up.ts';
import { ndcg10Of, rankOf } from '../ranking/ranking.ts';
import type { Side } from './side.ts';
import type { Target } from './targets.ts';

export interface RankedTargets {
  /** NDCG@10 of each target; 0 where the version does not know the item. */
  ndcg10: Float64Array; // [targets]
  /** The same over items that both know, of targets that both know; NaN for others. */
  common: Float64Array; // [targets]
  /** Scores that were no numbers. */
  unscored: number;
}

/** @param other item ids of the other version @param progress told the share that is done */
export async function rankTargets(
  side: Side,
  targets: readonly Target[],
  other: ReadonlySet<string> | undefined,
  progress: (share: number) => void = () => {},
): Promise<RankedTargets> {
  const { catalogue, index } = side;
  const foreign =
    other === undefined ? [] : catalogue.ids.flatMap((id, item) => (other.has(id) ? [] : [item]));
  const ranked: RankedTargets = {
    ndcg10: new Float64Array(targets.length),
    common: new Float64Array(targets.length).fill(Number.NaN),
    unscored: 0,
  };
  for (const [place, { history, target, excluded }] of targets.entries()) {
    const item = index.get(target);
    const isCommon = item !== undefined && (other?.has(target) ?? true);
    if (item === undefined) continue; // unknown to this version: a miss
    const scores = await scoresFor(side, history);
    if (!Number.isFinite(at(scores, item))) ranked.unscored++;
    const left = known(index, excluded);
    ranked.ndcg10[place] = ndcg10Of(rankOf(scores, item, left));
    if (isCommon) ranked.common[place] = ndcg10Of(rankOf(scores, item, [...left, ...foreign]));
    progress((place + 1) / targets.length);
  }
  return ranked;
}

/** Scores as the Worker has them: of the newest items that are known, and by popularity where none is. */
export async function scoresFor(
  { session, index, manifest, catalogue }: Side,
  history: readonly string[],
): Promise<Float32Array> {
  const items = known(index, history).slice(-manifest.model.maxLength);
  if (items.length === 0) return Float32Array.from(catalogue.counts);
  const { scores } = await session.score(await session.encode(Int32Array.from(items)));
  return at(scores, 0);
}

export const known = (index: ReadonlyMap<string, number>, ids: readonly string[]): number[] =>
  ids.flatMap((id) => index.get(id) ?? []);
