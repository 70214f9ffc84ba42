// What a concept's latents do to the last hidden state: the vector that lists lean along before a wish is kept.
import type { Effects } from '@trimtab/shared/gradient/effects.ts';
import { likeliestItems, stateEffects } from '@trimtab/shared/gradient/effects.ts';
import type { ItemTable } from '@trimtab/shared/gradient/item-table.ts';
import { likeliestOwn } from '@trimtab/shared/gradient/own-items.ts';
import { weightedSum } from '@trimtab/shared/gradient/moments.ts';
import { mean } from '../math/mean.ts';
import type { BenchUser, SteeringBench } from '../steering/bench.ts';
import { fixedChange } from '../steering/bench.ts';

/** People whose own items say how long the vector is: its length differs little between them. */
const PEOPLE = 100;

/** Turns what a concept's edit of strength 1 adds at the hook ∈ [d] into its vector ∈ [d]. */
export type LeanOf = (edit: Float32Array, items: ReadonlySet<number>) => Promise<number[] | undefined>;

/** The mean over the bench's people of what the edit adds to the last state; nothing where it lifts none of the concept's items. */
export async function leans(bench: SteeringBench, table: ItemTable): Promise<LeanOf> {
  const before = meanState(await bench.last(), table.hiddenSize);
  const people = await somePeople(bench, table);
  return async (edit, items) => {
    const after = meanState(await bench.last(fixedChange(edit)), table.hiddenSize);
    const moved = after.map((value, i) => value - (before[i] as number));
    const lift = mean(people.flatMap((person) => liftFor(person, moved, items, table)));
    return lift > 0 ? Array.from(moved, (value) => value / lift) : undefined;
  };
}

interface SomePerson {
  user: BenchUser;
  scores: Float32Array;
  effects: Effects;
}

async function somePeople(bench: SteeringBench, table: ItemTable): Promise<SomePerson[]> {
  const people: SomePerson[] = [];
  const every = Math.max(1, Math.floor(bench.users / PEOPLE));
  await bench.score(undefined, (row, user) => {
    if (user.place % every !== 0) return;
    const scores = row.slice();
    const effects = stateEffects(table, likeliestItems(scores, user.excluded), scores);
    people.push({ user, scores, effects });
  });
  return people;
}

/** By how much a move lifts what the person would choose among the concept's items, beside what the person would choose at all. */
function liftFor(
  { user: { excluded }, scores, effects }: SomePerson,
  moved: Float64Array,
  items: ReadonlySet<number>,
  table: ItemTable,
): number[] {
  const own = likeliestOwn(effects, items, table, { scores, excluded });
  if (own.chances.length === 0) return [];
  const row = weightedSum(own.rows, [...own.chances.keys()], own.chances, moved.length);
  return [row.reduce((sum, value, i) => sum + value * (moved[i] as number), 0)];
}

/** The mean of states. @param states ∈ [users, d] */
export function meanState(states: Float32Array, d: number): Float64Array {
  const sum = new Float64Array(d);
  states.forEach((value, at) => (sum[at % d] = (sum[at % d] as number) + value));
  return sum.map((value) => (value * d) / states.length);
}
