// Baselines that know which items accompany or follow which: item neighbours by cosine, and a Markov chain.
import { trainingHistory, userCount, type Dataset } from '../data/dataset.ts';
import { addRow, buildRows, transposeRows, type SparseRows } from './baselines-rows.ts';
import type { Baseline } from './baseline.ts';

/** Neighbours an item keeps: among 20 to 400 the best on ML-1M's validation targets, if by little. */
const NEIGHBOURS = 50;

/** The chain's memory: a step back counts for .8 of the step after it, and nothing beyond 20 steps. */
const DECAY = 0.8;
const LAGS = 20;

/** Entries a Markov chain keeps, 8 bytes each: 3,416 items fit whole, and 27,000 keep their 1,480 strongest each. */
const LARGEST_ENTRIES = 40_000_000;

/**
 * score[j] = Σ_{i ∈ history ∩ N(j)} cos(i, j), with cos(i, j) = |U_i ∩ U_j| / √(|U_i|·|U_j|), U_i the users who have
 * item i in training, and N(j) the 50 items most like j.
 *
 * Deshpande and Karypis 2004.
 */
export function itemKnn(data: Dataset): Baseline {
  const items = data.catalogue.ids.length;
  const histories = trainingHistories(data).map((history) => Int32Array.from(new Set(history)));
  const holders = holdersOf(histories, items);
  const inverse = Float64Array.from(holders, ({ users }) => 1 / Math.sqrt(users.length)); // 1 / √|U_i|
  const neighbours = buildRows(items, NEIGHBOURS, (item, row) => {
    for (const user of holders[item]?.users ?? []) {
      const history = histories[user] as Int32Array;
      for (let i = 0; i < history.length; i++) {
        const other = history[i] as number;
        row[other] = (row[other] as number) + 1; // |U_i ∩ U_j|
      }
    }
    const own = inverse[item] as number;
    for (let other = 0; other < items; other++) {
      if ((row[other] as number) > 0) row[other] = (row[other] as number) * own * (inverse[other] as number);
    }
    row[item] = 0;
  });
  const rows = transposeRows(neighbours);
  return { name: 'itemKnn', score: (history) => sumRows(rows, new Set(history), () => 1) };
}

/**
 * score[j] = Σ_{a = 1…20} .8^(a-1) · T[h_a][j], with h_a the item a steps from the end of the history, and T[i][j] the
 * share of j in what follows i: Σ .8^(lag-1) over the training pairs of i and, lag = 1…20 steps later, j, divided by
 * the same sum over all j.
 */
export function markov(data: Dataset): Baseline {
  const items = data.catalogue.ids.length;
  const histories = trainingHistories(data);
  const holders = holdersOf(histories, items);
  const weights = Float64Array.from({ length: LAGS }, (_, back) => DECAY ** back);
  const limit = Math.max(1, Math.floor(LARGEST_ENTRIES / items));
  const rows = buildRows(items, limit, (item, row) => {
    const total = followerWeight(holders[item] as Holders, histories, weights);
    forEachFollower(holders[item] as Holders, histories, (follower, lag) => {
      row[follower] = (row[follower] as number) + (weights[lag - 1] as number) / total;
    });
  });
  return {
    name: 'markov',
    score: (history) => sumRows(rows, history.slice(-LAGS).toReversed(), (back) => weights[back] ?? 0),
  };
}

interface Holders {
  users: number[];
  /** Where in that user's history; an item that comes back has an entry each time. */
  positions: number[];
}

function trainingHistories(data: Dataset): Int32Array[] {
  return Array.from({ length: userCount(data) }, (_, user) => trainingHistory(data, user));
}

function holdersOf(histories: readonly Int32Array[], items: number): Holders[] {
  const holders = Array.from({ length: items }, (): Holders => ({ users: [], positions: [] }));
  histories.forEach((history, user) => {
    history.forEach((item, position) => {
      holders[item]?.users.push(user);
      holders[item]?.positions.push(position);
    });
  });
  return holders;
}

function forEachFollower(
  { users, positions }: Holders,
  histories: readonly Int32Array[],
  visit: (follower: number, lag: number) => void,
): void {
  for (let i = 0; i < users.length; i++) {
    const history = histories[users[i] as number] as Int32Array;
    const position = positions[i] as number;
    const last = Math.min(history.length - 1, position + LAGS);
    for (let next = position + 1; next <= last; next++) visit(history[next] as number, next - position);
  }
}

function followerWeight(holders: Holders, histories: readonly Int32Array[], weights: Float64Array): number {
  let total = 0;
  forEachFollower(holders, histories, (_, lag) => {
    total += weights[lag - 1] as number;
  });
  return total;
}

function sumRows(
  rows: SparseRows,
  list: Iterable<number>,
  weightOf: (position: number) => number,
): Float32Array {
  const scores = new Float64Array(rows.indices.length);
  let position = 0;
  for (const item of list) addRow(rows, item, weightOf(position++), scores);
  return Float32Array.from(scores);
}
