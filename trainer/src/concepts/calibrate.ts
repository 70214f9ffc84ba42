// Calibration: how large an edit is strength 1, how strong a person may safely steer, and what moves when they do.
import { at } from '@trimtab/shared/look-up.ts';
import type { Calibration, Concept, ConceptCost } from '@trimtab/shared/concepts.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { Change, SteeredLists, SteeringBench } from '../steering/bench.ts';
import { exposure, fixedChange, logOdds } from '../steering/bench.ts';
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
  const places = base.lists.reduce((sum, list) => sum + list.length, 0);
  const start = logOdds(exposure(base.lists, items), places);
  // Strength 1 is a size that the search has run, and a run costs far more than the lists it leaves.
  const changeOf = (size: number): Change => fixedChange(direction.map((x) => x * size));
  const runAt = onceForEachSize((size) => bench.run(changeOf(size)));
  const gainOf = (lists: SteeredLists): number => logOdds(exposure(lists.lists, items), places) - start;
  const up = await sizeForGain(async (size) => gainOf(await runAt(size)), GAIN);
  const down = await sizeForGain(async (size) => -gainOf(await runAt(-size)), GAIN);
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

interface Tried {
  size: number;
  gain: number;
}

/** How near to the wanted gain a size must come: a list of ten cannot tell sizes apart much finer. */
const TOLERANCE = 0.03;

const LARGEST = 128;
/** No step goes further than this many times the size before. */
const LONGEST_STEP = 4;

/**
 * The size whose gain is `wanted`, to 3%. From 1 it follows the straight line through the last two gains; once the
 * wanted one is passed, false position (Illinois) closes in. Gains grow with size but not for ever: when 128 does not
 * reach it, the answer is the size with the largest gain, to a factor of two.
 */
export async function sizeForGain(gainAt: (size: number) => Promise<number>, wanted: number): Promise<Tried> {
  const start: Tried = { size: 0, gain: 0 };
  const enough = (1 - TOLERANCE) * wanted;
  let [low, best, size] = [start, start, 1];
  while (low.size < LARGEST) {
    const tried = { size, gain: await gainAt(size) };
    if (tried.gain >= wanted) return between(gainAt, wanted, low, tried);
    if (tried.gain > best.gain) best = tried;
    if (best.gain >= enough) return best;
    size = Math.min(LARGEST, nextSize(low, tried, wanted));
    low = tried;
  }
  if (best.size === 0) return best;
  const near: Tried[] = [best];
  for (const other of [best.size / 2, best.size * 2]) near.push({ size: other, gain: await gainAt(other) });
  const passed = near.find(({ gain }) => gain >= wanted);
  if (passed !== undefined) return between(gainAt, wanted, passed.size > best.size ? best : start, passed);
  return near.reduce((most, tried) => (tried.gain > most.gain ? tried : most));
}

/** Where the line through two gains reaches the wanted one; the longest step where it does not rise. */
function nextSize(low: Tried, tried: Tried, wanted: number): number {
  const slope = (tried.gain - low.gain) / (tried.size - low.size);
  const step = slope > 0 ? (wanted - tried.gain) / slope : Infinity;
  return Math.min(tried.size + step, LONGEST_STEP * tried.size);
}

function onceForEachSize(run: (size: number) => Promise<SteeredLists>): typeof run {
  const known = new Map<number, Promise<SteeredLists>>();
  return (size) => {
    const lists = known.get(size) ?? run(size);
    known.set(size, lists);
    return lists;
  };
}

async function between(
  gainAt: (size: number) => Promise<number>,
  wanted: number,
  low: Tried,
  high: Tried,
): Promise<Tried> {
  let [below, above, closest] = [low, high, high];
  // As in the Illinois rule, an end that stays counts half the next time, so that the other one moves too.
  let [belowMiss, aboveMiss] = [wanted - low.gain, high.gain - wanted];
  for (let i = 0; i < 10 && Math.abs(closest.gain - wanted) > TOLERANCE * wanted; i++) {
    const size = below.size + ((above.size - below.size) * belowMiss) / (belowMiss + aboveMiss);
    const tried = { size, gain: await gainAt(size) };
    if (Math.abs(tried.gain - wanted) < Math.abs(closest.gain - wanted)) closest = tried;
    if (tried.gain >= wanted) [above, aboveMiss, belowMiss] = [tried, tried.gain - wanted, belowMiss / 2];
    else [below, belowMiss, aboveMiss] = [tried, wanted - tried.gain, aboveMiss / 2];
  }
  return closest;
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
