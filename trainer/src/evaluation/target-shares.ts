// Target shares: how many people's lists reach a share that was asked for, and what it costs beside a quota.
import { narrow, startTarget, type TargetSearch } from '@trimtab/shared/steering-target.ts';
import * as tf from '@tensorflow/tfjs-core';
import { enforceQuota } from './steering-by-labels.ts';
import type { SteeringBench } from './steering-bench.ts';
import { mean } from '../mean.ts';

/** Asked for beyond each user's own share. */
const RAISES = [0.1, 0.2, 0.3];

export interface TargetConcept {
  items: ReadonlySet<number>;
  /** What a size of 1 adds to the hidden state. ∈ [d] */
  direction: Float32Array;
  /** Size of strength 1. */
  calibration: { up: number; down: number };
}

export interface TargetFigures {
  /** Share of users (and concepts, and raises) whose list has at least the share asked for. */
  reachableShare: number;
  /** Mean distance of the share from the one asked for, which a list of ten can meet exactly. */
  absoluteError: number;
  /** NDCG@10 of these lists, and of greedy quota re-ranking with the same share. */
  ndcg10: number;
  quotaNdcg10: number;
}

/** All users of the bench, every concept, at their own share + 10, 20 and 30 points where there is room. */
export async function targetFigures(
  bench: SteeringBench,
  concepts: readonly TargetConcept[],
): Promise<TargetFigures> {
  const outcomes: Outcome[] = [];
  const base = (await bench.run()).lists;
  for (const concept of concepts) {
    const shares = sharesOf(base, concept.items);
    for (const raise of RAISES) outcomes.push(...(await meet(bench, concept, shares, raise)));
  }
  return {
    reachableShare: mean(outcomes.map(({ reached }) => (reached ? 1 : 0))),
    absoluteError: mean(outcomes.map(({ share, wanted }) => Math.abs(share - wanted))),
    ndcg10: mean(outcomes.map(({ ndcg10 }) => ndcg10)),
    quotaNdcg10: mean(outcomes.map(({ quotaNdcg10 }) => quotaNdcg10)),
  };
}

interface Outcome {
  wanted: number;
  share: number;
  reached: boolean;
  ndcg10: number;
  quotaNdcg10: number;
}

async function meet(
  bench: SteeringBench,
  concept: TargetConcept,
  base: readonly number[],
  raise: number,
): Promise<Outcome[]> {
  const wanted = base.map((share) => share + raise);
  let searches = base.map((share, user) => startTarget(wanted[user] ?? 0, share, concept.calibration));
  for (let rounds = 0; searches.some(({ sizes }) => sizes.length > 0); rounds++) {
    searches = await nextRound(bench, concept, searches);
  }
  const steered = await bench.run(
    sizesChange(
      concept.direction,
      searches.map(({ best }) => best.size),
    ),
  );
  const shares = sharesOf(steered.lists, concept.items);
  const quota = await bench.run(undefined, (scores, { place, excluded }) =>
    enforceQuota(scores, concept.items, excluded, Math.round(10 * (shares[place] ?? 0))),
  );
  return base.flatMap((share, user): Outcome[] =>
    share + raise > 1 + 1e-9
      ? []
      : [
          {
            wanted: wanted[user] ?? 0,
            share: shares[user] ?? 0,
            reached: searches[user]?.best.reached ?? false,
            ndcg10: steered.ndcg10[user] ?? 0,
            quotaNdcg10: quota.ndcg10[user] ?? 0,
          },
        ],
  );
}

/** One round for all users at once: the i-th run tries the i-th size of each. */
async function nextRound(
  bench: SteeringBench,
  { items, direction }: TargetConcept,
  searches: readonly TargetSearch[],
): Promise<TargetSearch[]> {
  const tries = Math.max(...searches.map(({ sizes }) => sizes.length));
  const shares: number[][] = searches.map(() => []);
  for (let i = 0; i < tries; i++) {
    const { lists } = await bench.run(
      sizesChange(
        direction,
        searches.map(({ sizes }) => sizes[i] ?? 0),
      ),
    );
    sharesOf(lists, items).forEach((share, user) => shares[user]?.push(share));
  }
  return searches.map((search, user) =>
    search.sizes.length === 0 ? search : narrow(search, (shares[user] ?? []).slice(0, search.sizes.length)),
  );
}

const sharesOf = (lists: readonly number[][], items: ReadonlySet<number>): number[] =>
  lists.map((list) => list.filter((item) => items.has(item)).length / Math.max(1, list.length));

/** The direction times each user's own size. */
const sizesChange =
  (direction: Float32Array, sizes: readonly number[]) => (hidden: tf.Tensor2D, first: number) =>
    tf.mul<tf.Tensor2D>(
      tf.expandDims(tf.tensor1d(sizes.slice(first, first + hidden.shape[0])), 1),
      tf.expandDims(tf.tensor1d(direction), 0),
    );
