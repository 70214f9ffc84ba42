// Calibration: how large an edit is strength 1, how strong a person may safely steer, and what moves when they do.
import { at } from '@trimtab/shared/look-up.ts';
import type { Calibration, Concept, ConceptCost } from '@trimtab/shared/concepts.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { Change, SteeredLists, SteeringBench } from '../steering/bench.ts';
import { fixedChange } from '../steering/bench.ts';
import { exposure, exposureGain } from '../steering/exposure.ts';
import { sizeForGain } from '../steering/size-search.ts';
import { relativeLoss, safeRangeOf } from './safe-range.ts';

/** The sizes of 1 and the safe range have run all of them. */
const COSTS_AT = [-1, -0.5, 0, 0.5, 1];

/** Change of exposure at strength 1, in log-odds. */
export const GAIN = 1;

export interface CalibrationResult extends Pick<
  Concept,
  'calibration' | 'safeRange' | 'safety' | 'promoted' | 'demoted' | 'costs'
> {
  /** Log-odds gained at strength 1 and lost at -1: less than 1 where no size reaches it. */
  reached: { up: number; down: number };
}

/** People beyond those of the bench, with their lists without any change. */
export interface MorePeople {
  bench: Pick<SteeringBench, 'run'>;
  base: SteeredLists;
}

/**
 * @param direction Σ_j w_j·dec_j ∈ [d], what a size of 1 adds to the hidden state
 * @param items the concept's items, whose share of the top 10 is its exposure
 * @param base the bench's lists without any change
 * @param further more people, for the safe range alone: sizes differ little from one group to another, and a loss much
 */
export async function calibrate(
  bench: Pick<SteeringBench, 'run'>,
  base: SteeredLists,
  direction: Float32Array,
  items: ReadonlySet<number>,
  further: readonly MorePeople[] = [],
): Promise<CalibrationResult> {
  // Strength 1 is a size that the search has run, and a run costs far more than the lists it leaves.
  const changeOf = (size: number): Change => fixedChange(direction.map((x) => x * size));
  const runAt = onceForEachSize((size) => bench.run(changeOf(size)));
  const gainOf = exposureGain(base.lists, items);
  const gainAt = async (size: number): Promise<number> => gainOf((await runAt(size)).lists);
  const up = await sizeForGain(gainAt, GAIN);
  const down = await sizeForGain(async (size) => -(await gainAt(-size)), GAIN);
  const calibration: Calibration = { up: up.size, down: down.size };
  const sized = (strength: number): number => strength * (strength > 0 ? calibration.up : calibration.down);
  const crowds = [
    { base: base.ndcg10, at: async (strength: number) => (await runAt(sized(strength))).ndcg10 },
    ...further.map(({ bench: more, base: own }) => ({
      base: own.ndcg10,
      at: async (strength: number) => (await more.run(changeOf(sized(strength)))).ndcg10,
    })),
  ];
  const costAt = async (strength: number): Promise<ConceptCost> => {
    const { lists, ndcg10 } = strength === 0 ? base : await runAt(sized(strength));
    const loss = relativeLoss(base.ndcg10, ndcg10);
    return {
      strength,
      share: exposure(lists, items),
      kept: 1 - loss.mean,
      low: 1 - loss.high,
      high: 1 - loss.low,
    };
  };
  const safe = await safeRangeOf(crowds);
  const costs: ConceptCost[] = [];
  for (const strength of COSTS_AT) costs.push(await costAt(strength));
  const steered = await runAt(calibration.up);
  return {
    calibration,
    ...safe,
    ...moved(base, steered),
    costs,
    reached: { up: up.gain, down: down.gain },
  };
}

function onceForEachSize(run: (size: number) => Promise<SteeredLists>): typeof run {
  const known = new Map<number, Promise<SteeredLists>>();
  return (size) => {
    const lists = known.get(size) ?? run(size);
    known.set(size, lists);
    return lists;
  };
}

/** Items whose mean score rose and fell most against that of all items. */
function moved(base: SteeredLists, steered: SteeredLists): Pick<Concept, 'promoted' | 'demoted'> {
  const change = steered.meanScores.map((score, item) => score - at(base.meanScores, item));
  return {
    promoted: topK(change, 10),
    demoted: topK(
      change.map((x) => -x),
      10,
    ),
  };
}
