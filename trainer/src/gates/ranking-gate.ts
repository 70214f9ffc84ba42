// The rules on ranking: both versions rank tonight's targets, and the candidate must not be worse, for nobody.
import type { GateRule } from '@trimtab/shared/gates.ts';
import { at } from '@trimtab/shared/look-up.ts';
import type { Bounds } from './bounds.ts';
import { rankingRules, type Slice } from './paired-rules.ts';
import type { RankedTargets } from './rank-targets.ts';
import { rankTargets } from './rank-targets.ts';
import { atLeast, atMost } from './rule.ts';
import type { Side } from './side.ts';
import { slicesOf } from './slices.ts';
import type { Target } from './targets.ts';

export interface RankingGateOptions {
  candidate: Side;
  against: Side | null;
  targets: readonly Target[];
  /** See `slicesOf`. */
  newSince: number | null;
  bounds: Bounds['ranking'];
}

export async function rankingGate(options: RankingGateOptions): Promise<GateRule[]> {
  const { candidate, against, targets, bounds } = options;
  const own = await rankTargets(
    candidate,
    targets,
    against === null ? undefined : new Set(against.index.keys()),
  );
  const people = new Set(targets.map(({ person }) => person)).size;
  const always = [
    atLeast({
      name: 'ranking.people',
      figure: people,
      bound: bounds.leastPeople,
      says: 'people with a target',
    }),
    atMost({
      name: 'ranking.scores',
      figure: own.unscored,
      bound: 0,
      says: 'targets whose score is no number',
    }),
  ];
  if (against === null) return always;
  const theirs = await rankTargets(against, targets, new Set(candidate.index.keys()));
  return [...always, ...comparedRules(options, own, theirs)];
}

const ndcg10 = (ranked: RankedTargets): Float64Array => ranked.ndcg10;

function comparedRules(options: RankingGateOptions, own: RankedTargets, theirs: RankedTargets): GateRule[] {
  const { candidate, targets, newSince, bounds } = options;
  const pairs = (places: readonly number[], of: (ranked: RankedTargets) => Float64Array) => ({
    differences: places.map((place) => at(of(own), place) - at(of(theirs), place)),
    people: places.map((place) => at(targets, place).person),
  });
  const everyone = targets.map((_, place) => place);
  const isCommon = (place: number): boolean =>
    !Number.isNaN(at(own.common, place)) && !Number.isNaN(at(theirs.common, place));
  const whole = { name: 'ranking.ndcg10', margin: bounds.ndcg10, ...pairs(everyone, ndcg10) };
  const both = everyone.filter(isCommon);
  const common: Slice[] =
    both.length < 2
      ? []
      : [
          {
            name: 'ranking.ndcg10',
            slice: 'items that both know',
            margin: bounds.ndcg10,
            ...pairs(both, (ranked) => ranked.common),
          },
        ];
  const { catalogue, index } = candidate;
  const slices = slicesOf(targets, { catalogue, index, newSince, leastPeople: bounds.slicePeople });
  const parts = slices.map(({ slice, places }) => ({
    name: 'ranking.ndcg10',
    slice,
    margin: bounds.sliceNdcg10,
    ...pairs(places, ndcg10),
  }));
  return rankingRules(whole, [...common, ...parts], bounds.falseAlarm);
}
