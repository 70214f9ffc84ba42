// The lift of a concept: what it does to each item, in the mean over the panel. Versions are compared by it.
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { parameter } from '../recommender/recommender.ts';
import { outputTable } from '../recommender/weights.ts';
import { meanState } from '../concepts/lean.ts';
import type { SteeringBench } from '../steering/bench.ts';
import { fixedChange, steeringBench } from '../steering/bench.ts';

/** The strength that a lift is of. */
export const LIFT_STRENGTH = 0.5;

/** A lift on either half of the panel, so that what is fitted on one is scored on the other. */
export type Halves = readonly [Float32Array, Float32Array]; // each ∈ [items]

/** One half of the panel, stopped at the hook. */
interface PanelHalf {
  bench: SteeringBench;
  /** The mean of the last hidden states. ∈ [d] */
  before: Float64Array;
}

export interface Panel {
  /** The lift of what is added to the hidden state. @param edit ∈ [d] */
  lift(edit: Float32Array): Promise<Halves>;
  /** J ∈ [d, d] of a half: row k is what one unit of the hidden state's k-th number adds to the mean last state. */
  jacobian(half: 0 | 1): Promise<Float64Array>;
  /** The mean over the panel of each item's share of what is recommended, the softmax of its scores. ∈ [items] */
  shown(): Promise<Float32Array>;
  /** The table that items are scored with. ∈ [items, d] */
  table: Float32Array;
  hiddenSize: number;
  dispose(): void;
}

/** @param histories item indices, oldest first; every second one is of the other half */
export async function openPanel(
  model: Recommender,
  hook: Hook,
  histories: readonly (readonly number[])[],
): Promise<Panel> {
  const { hiddenSize } = model.config;
  const table = await parameter(model, outputTable(model.config)).data<'float32'>();
  const halves: [PanelHalf, PanelHalf] = [
    await halfOf(model, hook, histories, 0),
    await halfOf(model, hook, histories, 1),
  ];
  const lift = async ({ bench, before }: PanelHalf, edit: Float32Array): Promise<Float32Array> => {
    const after = meanState(await bench.last(fixedChange(edit)), hiddenSize);
    return liftOfMove(
      after.map((value, i) => value - (before[i] as number)),
      table,
    );
  };
  return {
    table,
    hiddenSize,
    lift: async (edit) => [await lift(halves[0], edit), await lift(halves[1], edit)],
    jacobian: (half) => jacobianOf(halves[half].bench, hiddenSize),
    async shown() {
      const rows = halves.map(({ bench }) => meanShares(bench, model.config.items));
      const [a, b] = (await Promise.all(rows)) as [Float32Array, Float32Array];
      return a.map((share, item) => (share + (b[item] as number)) / 2);
    },
    dispose: () => halves.forEach(({ bench }) => bench.dispose()),
  };
}

async function halfOf(
  model: Recommender,
  hook: Hook,
  histories: readonly (readonly number[])[],
  half: 0 | 1,
): Promise<PanelHalf> {
  const own = histories.filter((history, i) => i % 2 === half && history.length > 0);
  const people = own.map((history, user) => {
    const items = Int32Array.from(history);
    return { user, history: items, target: 0, excluded: items };
  });
  const bench = steeringBench(model, hook, people);
  return { bench, before: meanState(await bench.last(), model.config.hiddenSize) };
}

/**
 * Scores are linear in the last state, and what the softmax divides by is the same for every item: centred over items, the
 * change of log p is the move of the mean last state times the item table.
 *
 *   lift_i = m·E_i - mean_k m·E_k
 *
 * @param move m ∈ [d] @param table E ∈ [items, d]
 */
export function liftOfMove(move: ArrayLike<number>, table: Float32Array): Float32Array {
  const d = move.length;
  const lift = new Float32Array(table.length / d);
  let sum = 0;
  for (let item = 0; item < lift.length; item++) {
    let score = 0;
    for (let i = 0; i < d; i++) score += (move[i] as number) * (table[item * d + i] as number);
    lift[item] = score;
    sum += score;
  }
  return lift.map((score) => score - sum / lift.length);
}

/** Length of a probing step beside that of a hidden state: short enough to be linear, long enough for float32. */
const STEP = 0.02;

async function jacobianOf(bench: SteeringBench, d: number): Promise<Float64Array> {
  const states = await bench.hidden();
  const size = Math.sqrt(states.reduce((sum, x) => sum + x * x, 0) / bench.users);
  const step = STEP * size || 1;
  const jacobian = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const edit = new Float32Array(d);
    edit[k] = step;
    const up = meanState(await bench.last(fixedChange(edit)), d);
    const down = meanState(await bench.last(fixedChange(edit.map((x) => -x))), d);
    up.forEach((value, i) => (jacobian[k * d + i] = (value - (down[i] as number)) / (2 * step)));
  }
  return jacobian;
}

async function meanShares(bench: SteeringBench, items: number): Promise<Float32Array> {
  const shares = new Float64Array(items);
  await bench.score(undefined, (scores) => {
    const p = tf.tidy(() => tf.softmax(tf.tensor1d(scores)).dataSync<'float32'>());
    p.forEach((share, item) => (shares[item] = (shares[item] as number) + share / bench.users));
  });
  return Float32Array.from(shares);
}
