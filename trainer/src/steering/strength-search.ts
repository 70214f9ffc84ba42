// How strong to steer: the size at which a measure of the validation users first reaches what was asked.

export type MeasureAt = (size: number) => Promise<number>;

const SMALLEST = 0.25;
const LARGEST = 64;
const REFINEMENTS = 2;

/**
 * The size at which the measure comes to `wanted`: doubled from .25 until it is passed, then twice by false position. Two
 * steps bring it within the sampling error of some hundred users. Where 64 does not reach it, the answer is 64.
 *
 * @param at grows with size, from 0 at 0
 */
export async function sizeWhere(at: MeasureAt, wanted: number): Promise<number> {
  let below = { size: 0, value: 0 };
  for (let size = SMALLEST; size <= LARGEST; size *= 2) {
    const tried = { size, value: await at(size) };
    if (tried.value >= wanted) return refined(at, wanted, below, tried);
    below = tried;
  }
  return LARGEST;
}

interface Tried {
  size: number;
  value: number;
}

async function refined(at: MeasureAt, wanted: number, low: Tried, high: Tried): Promise<number> {
  let [below, above] = [low, high];
  for (let step = 0; step < REFINEMENTS; step++) {
    const size = crossing(below, above, wanted);
    const tried = { size, value: await at(size) };
    if (tried.value >= wanted) above = tried;
    else below = tried;
  }
  return crossing(below, above, wanted);
}

/** Where the straight line between two points comes to `wanted`; a dip below the lower one counts as level. */
function crossing(below: Tried, above: Tried, wanted: number): number {
  const rise = above.value - below.value;
  const part = rise > 0 ? (wanted - below.value) / rise : 1;
  return below.size + (above.size - below.size) * Math.min(1, Math.max(0, part));
}
