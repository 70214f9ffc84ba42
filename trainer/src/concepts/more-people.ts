// People beyond those whose lists sizes are found on: for figures that a few hundred cannot tell.
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { HeldOutUser } from '../ranking/evaluate-recommender.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { steeringBench, type SteeringBench } from '../steering/bench.ts';
import type { MorePeople } from './calibrate.ts';

/**
 * @param drawn users of whom the bench has some @param size of a group: one is only asked when those before were too few
 * @param told is told how far this is, from 0 to 1
 * @returns groups that the caller disposes of
 */
export async function morePeople(
  model: Recommender,
  hook: Hook,
  { drawn, taken, size }: { drawn: readonly HeldOutUser[]; taken: readonly HeldOutUser[]; size: number },
  told: (share: number) => void = () => undefined,
): Promise<(MorePeople & { bench: SteeringBench })[]> {
  const has = new Set(taken.map(keyOf));
  const rest = drawn.filter((one) => !has.has(keyOf(one)));
  const groups: (MorePeople & { bench: SteeringBench })[] = [];
  for (let start = 0; start < rest.length; start += size) {
    const bench = steeringBench(model, hook, rest.slice(start, start + size));
    groups.push({ bench, base: await bench.run() });
    told(Math.min(1, (start + size) / rest.length));
  }
  return groups;
}

const keyOf = ({ user, target, history }: HeldOutUser): string => `${user} ${target} ${history.length}`;
