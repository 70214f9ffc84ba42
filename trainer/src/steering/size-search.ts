// How strong to steer: the size of an edit at which a measure first reaches what was asked.

/** No score is further from another than this: a boost that no item withstands. */
const LARGEST_BOOST = 64;
const HALVINGS = 12;

/** The least boost that is enough, by halving; the largest where none is. */
export function leastBoost(isEnough: (size: number) => boolean): number {
  let [low, high] = [0, LARGEST_BOOST];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** What a size of the edit comes to; grows with the size, from 0 at 0. */
export type MeasureAt = (size: number) => Promise<number>;

interface Tried {
  size: number;
  value: number;
}

const START: Tried = { size: 0, value: 0 };

const GRID_FROM = 0.25;
const GRID_TO = 64;
const GRID_STEPS = 2;

/**
 * The size at which the measure comes to `wanted`: doubled from .25 until it is passed, then twice by false position. Two
 * steps bring it within the sampling error of some hundred users, and searches for several measures share the doubled
 * sizes. Where 64 does not reach it, the answer is 64.
 *
 * @example await sizeWhere(async (size) => lossAt(size), 0.05)
 */
export async function sizeWhere(at: MeasureAt, wanted: number): Promise<number> {
  let below = START;
  for (let size = GRID_FROM; size <= GRID_TO; size *= 2) {
    const tried = { size, value: await at(size) };
    if (tried.value >= wanted) {
      const ends = await closeIn(at, wanted, [below, tried], { steps: GRID_STEPS });
      return crossing(ends.below, ends.above, wanted - ends.below.value, ends.above.value - wanted);
    }
    below = tried;
  }
  return GRID_TO;
}

/** How near to the wanted gain a size must come: a list of ten cannot tell sizes apart much finer. */
const TOLERANCE = 0.03;
const LARGEST = 128;
/** No step goes further than this many times the size before. */
const LONGEST_STEP = 4;
const MOST_STEPS = 10;

/**
 * The size whose gain is `wanted`, to 3%. From 1 it follows the straight line through the last two gains; once the
 * wanted one is passed, false position (Illinois) closes in. Gains grow with size but not for ever: when 128 does not
 * reach it, the answer is the size with the largest gain, to a factor of two.
 */
export async function sizeForGain(
  gainAt: MeasureAt,
  wanted: number,
): Promise<{ size: number; gain: number }> {
  const { size, value } = await triedForGain(gainAt, wanted);
  return { size, gain: value };
}

async function triedForGain(at: MeasureAt, wanted: number): Promise<Tried> {
  const enough = (1 - TOLERANCE) * wanted;
  const options = { steps: MOST_STEPS, tolerance: TOLERANCE * wanted, halves: true };
  let [low, best, size] = [START, START, 1];
  while (low.size < LARGEST) {
    const tried = { size, value: await at(size) };
    if (tried.value >= wanted) return (await closeIn(at, wanted, [low, tried], options)).closest;
    if (tried.value > best.value) best = tried;
    if (best.value >= enough) return best;
    size = Math.min(LARGEST, nextSize(low, tried, wanted));
    low = tried;
  }
  if (best.size === 0) return best;
  const near: Tried[] = [best];
  for (const other of [best.size / 2, best.size * 2]) near.push({ size: other, value: await at(other) });
  const passed = near.find(({ value }) => value >= wanted);
  if (passed === undefined) return near.reduce((most, tried) => (tried.value > most.value ? tried : most));
  const from = passed.size > best.size ? best : START;
  return (await closeIn(at, wanted, [from, passed], options)).closest;
}

/** Where the line through two gains reaches the wanted one; the longest step where it does not rise. */
function nextSize(low: Tried, tried: Tried, wanted: number): number {
  const slope = (tried.value - low.value) / (tried.size - low.size);
  const step = slope > 0 ? (wanted - tried.value) / slope : Infinity;
  return Math.min(tried.size + step, LONGEST_STEP * tried.size);
}

interface Closing {
  steps: number;
  /** It ends earlier where the measure is as near to `wanted`. */
  tolerance?: number;
  /** As in the Illinois rule, an end that stays counts half the next time, so that the other one moves too. */
  halves?: boolean;
}

/** False position between two sizes, of which the first does not reach `wanted` and the second does. */
async function closeIn(
  at: MeasureAt,
  wanted: number,
  [low, high]: readonly [Tried, Tried],
  { steps, tolerance = 0, halves = false }: Closing,
): Promise<{ below: Tried; above: Tried; closest: Tried }> {
  let [below, above, closest] = [low, high, high];
  let [belowMiss, aboveMiss] = [wanted - low.value, high.value - wanted];
  const kept = halves ? 1 / 2 : 1;
  for (let step = 0; step < steps && Math.abs(closest.value - wanted) > tolerance; step++) {
    const size = crossing(below, above, belowMiss, aboveMiss);
    const tried = { size, value: await at(size) };
    if (Math.abs(tried.value - wanted) < Math.abs(closest.value - wanted)) closest = tried;
    if (tried.value >= wanted)
      [above, aboveMiss, belowMiss] = [tried, tried.value - wanted, kept * belowMiss];
    else [below, belowMiss, aboveMiss] = [tried, wanted - tried.value, kept * aboveMiss];
  }
  return { below, above, closest };
}

/** Where the straight line between two sizes comes to what is wanted, by how far each misses it. */
const crossing = (below: Tried, above: Tried, belowMiss: number, aboveMiss: number): number =>
  below.size + ((above.size - below.size) * belowMiss) / (belowMiss + aboveMiss);
