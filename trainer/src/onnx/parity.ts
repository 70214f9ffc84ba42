// Are the exported graphs the model? fp32 and int8 graphs against the trainer's own forward pass, on test users.
import { at } from '@trimtab/shared/look-up.ts';
import { topK } from '@trimtab/shared/top-k.ts';
import type { Graphs } from './graphs.ts';
import type { GraphSession } from './session.ts';
import { openGraphs } from './session.ts';

export interface ParityUser {
  /** Item indices, oldest first, already cut to the model's length. */
  history: Int32Array;
  /** The whole history, which is left out of the ranking. */
  seen: ReadonlySet<number>;
  target: number;
}

export interface Parity {
  /** Largest |fp32 graph - trainer| over all scores. */
  parityMaxAbs: number;
  /** Mean share of the fp32 top 10 that the int8 top 10 holds. */
  top10Overlap: number;
  ndcg10Fp32: number;
  ndcg10Int8: number;
}

/**
 * @param batches users in the groups that the trainer scores together
 * @param trainerScores the trainer's scores for a group, one row a user ∈ [users in the group][items]
 * @param ndcg10Of NDCG@10 of one user's scores
 */
export async function measureParity(
  graphs: { fp32: Graphs; int8: Graphs },
  batches: ParityUser[][],
  trainerScores: (users: ParityUser[]) => Promise<Float32Array[]>,
  ndcg10Of: (scores: Float32Array, user: ParityUser) => number,
  onUser: (done: number) => void,
): Promise<Parity> {
  const fp32 = await openGraphs(graphs.fp32);
  const int8 = await openGraphs(graphs.int8);
  const sums = { parityMaxAbs: 0, top10Overlap: 0, ndcg10Fp32: 0, ndcg10Int8: 0 };
  const count = batches.reduce((sum, batch) => sum + batch.length, 0);
  let done = 0;
  for (const batch of batches) {
    const expected = await trainerScores(batch);
    for (const [i, user] of batch.entries()) {
      const exact = await scoresOf(fp32, user);
      const quantised = await scoresOf(int8, user);
      sums.parityMaxAbs = Math.max(sums.parityMaxAbs, largestDifference(exact, at(expected, i)));
      sums.top10Overlap += overlap(topK(exact, 10, user.seen), topK(quantised, 10, user.seen)) / count;
      sums.ndcg10Fp32 += ndcg10Of(exact, user) / count;
      sums.ndcg10Int8 += ndcg10Of(quantised, user) / count;
      onUser(++done);
    }
  }
  await fp32.close();
  await int8.close();
  return sums;
}

async function scoresOf(session: GraphSession, { history }: ParityUser): Promise<Float32Array> {
  const { scores } = await session.run(history);
  return scores[0] ?? new Float32Array();
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++)
    largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)));
  return largest;
}

/** Share of `expected` that `found` holds too. */
export function overlap(expected: number[], found: number[]): number {
  const held = new Set(found);
  return expected.length === 0 ? 1 : expected.filter((item) => held.has(item)).length / expected.length;
}
